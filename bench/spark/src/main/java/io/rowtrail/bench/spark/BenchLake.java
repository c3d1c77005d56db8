package io.rowtrail.bench.spark;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Where a suite's tables are kept, and sessions over it. */
record BenchLake(Path directory, double scale) {
    /** The catalogue {@code lake}, as settings of Spark. */
    Map<String, String> catalogue() {
        return Map.of(
                "spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog",
                "spark.sql.catalog.lake.type", "hadoop",
                "spark.sql.catalog.lake.warehouse",
                        directory.toAbsolutePath().resolve("scale-" + scale).toString());
    }

    /** A session of this process with the plugin. */
    SparkSession session(String name, Map<String, String> settings) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName(name)
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 4)
                .config("spark.plugins", "io.rowtrail.spark.RowtrailPlugin");
        catalogue().forEach(builder::config);
        settings.forEach(builder::config);
        SparkSession session = builder.getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return session;
    }
}
