package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ChangeTable;
import io.rowtrail.tags.Absence;
import io.rowtrail.trace.RowtrailColumns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Counts what removed or replaced rows of a change table up to its pin: deletes, truncates, and every change of a key but
 * its first. A small Spark job of our own, before the job's own query runs; on a thread of its own, because it is asked
 * for in the middle of an analysis.
 *
 * <p>If it fails or takes too long, the answer is the superset: any ordinal up to the pin.
 */
public final class ChangeAbsence implements Function<ChangeTable, Absence> {
    private final SparkSession session;
    private final ExecutorService executor;
    private final Duration patience;

    public ChangeAbsence(SparkSession session, ExecutorService executor, Duration patience) {
        this.session = session;
        this.executor = executor;
        this.patience = patience;
    }

    @Override
    public Absence apply(ChangeTable table) {
        Future<Absence> answer = executor.submit(() -> count(table));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            answer.cancel(true);
        }
        return Absence.anyOf(0, table.completeThrough());
    }

    private Absence count(ChangeTable table) {
        String key = table.key().stream().map(ChangeAbsence::quoted).collect(Collectors.joining(", "));
        String sql = "SELECT min(tx), max(tx), count(DISTINCT tx) FROM (SELECT " + RowtrailColumns.TX + " AS tx, "
                + RowtrailColumns.OP + " AS op, row_number() OVER (PARTITION BY " + key + " ORDER BY "
                + RowtrailColumns.TX + ", " + RowtrailColumns.SEQ + ") AS version FROM " + table.name() + " WHERE "
                + RowtrailColumns.TX + " <= " + table.completeThrough() + ") WHERE version > 1 OR op IN ('d', 't')";
        List<Row> rows = session.sql(sql).collectAsList();
        Row row = rows.get(0);
        return row.isNullAt(0) ? Absence.NONE : new Absence(row.getLong(0), row.getLong(1), row.getLong(2));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
