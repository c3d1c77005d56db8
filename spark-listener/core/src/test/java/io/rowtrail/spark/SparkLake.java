package io.rowtrail.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A local Spark session with an Iceberg catalog {@code lake} in a directory of its own. */
public final class SparkLake implements AutoCloseable {
    private final SparkSession session;
    private final Path warehouse;

    private SparkLake(SparkSession session, Path warehouse) {
        this.session = session;
        this.warehouse = warehouse;
    }

    /** With the plugin, and these settings more. */
    public static SparkLake withPlugin(Map<String, String> settings) {
        return start(settings, true);
    }

    public static SparkLake plain() {
        return start(Map.of(), false);
    }

    private static SparkLake start(Map<String, String> settings, boolean plugin) {
        try {
            Path warehouse = Files.createTempDirectory("rowtrail-lake");
            SparkSession.Builder builder = SparkSession.builder()
                    .master("local[2]")
                    .appName("test-app")
                    .config("spark.ui.enabled", false)
                    .config("spark.sql.shuffle.partitions", 2)
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.sql.warehouse.dir", warehouse.resolve("spark").toString())
                    .config("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
                    .config("spark.sql.catalog.lake.type", "hadoop")
                    .config("spark.sql.catalog.lake.cache-enabled", false)
                    .config("spark.sql.catalog.lake.warehouse", warehouse.resolve("lake").toString());
            if (plugin) {
                builder.config("spark.plugins", RowtrailPlugin.class.getName());
            }
            settings.forEach(builder::config);
            return new SparkLake(builder.getOrCreate(), warehouse);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public SparkSession session() {
        return session;
    }

    public List<Row> sql(String text) {
        return session.sql(text).collectAsList();
    }

    public Path directory() {
        return warehouse;
    }

    @Override
    public void close() {
        session.stop();
        try (Stream<Path> files = Files.walk(warehouse)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
