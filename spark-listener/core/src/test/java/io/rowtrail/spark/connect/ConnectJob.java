package io.rowtrail.spark.connect;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A user's job in a process of its own, which has the Connect client only; the server is where {@code SPARK_REMOTE} says. */
public final class ConnectJob {
    static final String BY_SQL = "out.by_sql";
    static final String BY_FRAME = "out.by_frame";
    static final String SAVED = "out.saved";

    private ConnectJob() {}

    /** Fails if anything but its author's own columns shows. */
    public static void main(String[] arguments) {
        SparkSession session = SparkSession.builder().getOrCreate();
        session.sql("CREATE TABLE lake." + BY_SQL + " AS SELECT b, count(*) AS n, sum(amount) AS s"
                + " FROM rowtrail_current('lake.src.line') GROUP BY b");
        session.table("lake.silver.lines")
                .filter("a < 3")
                .select("a", "b", "value")
                .writeTo("lake." + BY_FRAME)
                .using("iceberg")
                .createOrReplace();
        session.table("lake.silver.lines").filter("a >= 3").select("a", "b", "value").write().insertInto("lake." + BY_FRAME);
        session.table("lake." + BY_FRAME)
                .groupBy("b")
                .count()
                .write()
                .format("iceberg")
                .mode("overwrite")
                .saveAsTable("lake." + SAVED);
        demand(Set.of("b", "n", "s"), session.table("lake." + BY_SQL).columns());
        demand(Set.of("a", "b", "value"), session.sql("SELECT * FROM lake." + BY_FRAME).columns());
        demand(Set.of("b", "count"), session.table("lake." + SAVED).columns());
        List<Row> tagged = session.sql("SELECT rt_count(_rt_tags), _rt_tags FROM lake." + SAVED).collectAsList();
        if (tagged.isEmpty() || tagged.stream().anyMatch(row -> row.getLong(0) == 0)) {
            throw new IllegalStateException("rows without tags: " + tagged);
        }
        session.stop();
    }

    private static void demand(Set<String> wanted, String[] found) {
        if (!wanted.equals(Set.of(found))) {
            throw new IllegalStateException(wanted + " expected, not " + List.of(found));
        }
    }
}
