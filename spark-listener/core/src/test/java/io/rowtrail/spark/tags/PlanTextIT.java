package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.record.RecordedPlan;
import io.rowtrail.spark.record.ResultSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The law of recorded plans, on the made-up queries of the oracle: read again, a text gives the same rows and itself. */
class PlanTextIT {
    private static final int CASES =
            Integer.getInteger("rowtrail.cases", Boolean.getBoolean("rowtrail.long") ? 5_000 : 200);
    private static final long FIRST = Long.getLong("rowtrail.seed", 0);
    private static final int RUN_EACH = Boolean.getBoolean("rowtrail.long") ? 2 : 10;
    private static final String TESTING = "spark.testing";

    private static SparkLake lake;

    @BeforeAll
    static void start() {
        // Only then does Spark interpret expressions: compiling them costs ten times what these few rows do.
        System.setProperty(TESTING, "true");
        lake = SparkLake.withPlugin(TagOracle.SETTINGS);
    }

    @AfterAll
    static void stop() {
        lake.close();
        System.clearProperty(TESTING);
    }

    @Test
    void aTextReadAgainIsTheSameQuery() {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> unsaid = new TreeMap<>();
        int compared = 0;
        for (long seed = FIRST; seed < FIRST + CASES && wrong.size() < 5; seed++) {
            OracleCase next = OracleCase.of(seed);
            Map<String, Stored> tables = next.tables(Set.of());
            RandomSql.Made made = next.composed() ? next.firstJob(tables) : next.lastJob(tables);
            TaggedQuery queries = new TaggedQuery(lake.session(), tables);
            LogicalPlan plan;
            try {
                plan = queries.analysed(made.spark());
            } catch (RuntimeException e) {
                continue;
            }
            RecordedPlan recorded = text(plan);
            if (recorded instanceof RecordedPlan.Unknown unknown) {
                unsaid.merge(unknown.reason(), 1, Integer::sum);
                continue;
            }
            compared++;
            String sql = ((RecordedPlan.Known) recorded).sql();
            String failure = failure(queries, plan, sql, seed % RUN_EACH == 0);
            if (!failure.isEmpty()) {
                wrong.add("seed " + seed + ": " + failure + "\n" + made.spark() + "\n" + sql);
            }
        }
        System.out.println("plan texts, seeds from " + FIRST + ": " + compared + " compared, not said " + unsaid);
        assertThat(wrong).isEmpty();
        assertThat(unsaid).isEmpty();
        assertThat(compared).isGreaterThan(CASES * 9 / 10);
    }

    private static String failure(TaggedQuery queries, LogicalPlan plan, String sql, boolean run) {
        LogicalPlan again;
        try {
            again = queries.analysed(sql);
        } catch (RuntimeException e) {
            return "not read again: " + e.getMessage();
        }
        RecordedPlan second = text(again);
        if (!(second instanceof RecordedPlan.Known known) || !known.sql().equals(sql)) {
            return "read again it is " + second;
        }
        if (!types(plan).equals(types(again))) {
            return "its types are " + types(again) + " instead of " + types(plan);
        }
        if (!run) {
            return "";
        }
        List<String> wanted;
        List<String> actual;
        try {
            wanted = sorted(queries.plain(plan));
            actual = sorted(queries.plain(again));
        } catch (SparkRuntimeException e) {
            // Only when testing, Spark checks its own rules, some of which are not as idempotent as they say.
            return String.valueOf(e.getMessage()).contains("idempotence") ? "" : "fails: " + e.getMessage();
        }
        return wanted.equals(actual) ? "" : "rows " + actual + " instead of " + wanted;
    }

    private static RecordedPlan text(LogicalPlan plan) {
        return RecordedPlan.of(plan, ResultSettings.of(SQLConf.get()));
    }

    private static List<String> types(LogicalPlan plan) {
        return Nodes.output(plan).stream()
                .map(Attribute::dataType)
                .map(Object::toString)
                .toList();
    }

    private static List<String> sorted(List<Row> rows) {
        return rows.stream().map(Row::toString).sorted().toList();
    }
}
