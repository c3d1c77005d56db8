package io.rowtrail.recompute;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;

/** Hears what Spark executed; made by Spark for each of its sessions. */
public final class ExecutedPlans implements QueryExecutionListener {
    private static final List<String> PLANS = new CopyOnWriteArrayList<>();

    static void clear() {
        PLANS.clear();
    }

    /** How a table is scanned, as Spark describes it; waits until it is heard of. */
    static String scan(String table) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Optional<String> found = PLANS.stream()
                    .flatMap(String::lines)
                    .filter(line -> line.contains("BatchScan " + table))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(50);
        }
        return "";
    }

    @Override
    public void onSuccess(String function, QueryExecution execution, long nanos) {
        PLANS.add(execution.executedPlan().toString());
    }

    @Override
    public void onFailure(String function, QueryExecution execution, Exception failure) {}
}
