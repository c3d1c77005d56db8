package io.rowtrail.spark;

import org.apache.spark.sql.SparkSession;

/** A user's job, which knows nothing of the plugin but its name. */
public final class PlainJob {
    static final String OUTPUT = "out.states";

    private PlainJob() {}

    /** Arguments: the service's address, a directory. */
    public static void main(String[] arguments) {
        SparkSession session = SparkSession.builder()
                .master("local[1]")
                .appName("plain")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                .config("spark.sql.catalog.lake.type", "hadoop")
                .config("spark.sql.catalog.lake.warehouse", arguments[1])
                .config("spark.plugins", "io.rowtrail.spark.RowtrailPlugin")
                .config("spark.rowtrail.url", arguments[0])
                .getOrCreate();
        session.sql("CREATE TABLE lake.src.customer (id int, state string, _rt_op string, _rt_tx bigint, _rt_seq int)"
                + " TBLPROPERTIES ('rowtrail.key'='id', 'rowtrail.source'='shop', 'rowtrail.complete.through'='3')");
        session.sql("INSERT INTO lake.src.customer VALUES"
                + " (1, 'CA', 'c', 1, 0), (2, 'CA', 'c', 2, 0), (3, 'WA', 'c', 3, 0)");
        session.sql("CREATE TABLE lake." + OUTPUT + " AS SELECT state, count(*) AS n"
                + " FROM rowtrail_current('lake.src.customer') GROUP BY state");
        long counted = session.sql("SELECT 1 FROM lake." + OUTPUT + " WHERE rt_count(_rt_tags) = n").count();
        session.stop();
        if (counted != 2) {
            throw new IllegalStateException(counted + " rows of 2 have the tags of their group");
        }
    }
}
