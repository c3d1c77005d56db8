package io.rowtrail.spark.files;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.tags.TagSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A lake with an Iceberg table {@code lake.silver.lines} (a, b, value, amount) of tagged rows, to be written to other targets. */
public final class TargetLake implements AutoCloseable {
    public static final String LINES = "SELECT a, b, value, amount FROM lake.silver.lines";

    private final SparkLake lake;
    private final Path spool;

    private TargetLake(SparkLake lake, Path spool) {
        this.lake = lake;
        this.spool = spool;
    }

    public static TargetLake start(Map<String, String> settings) throws Exception {
        Path spool = Files.createTempDirectory("rowtrail-targets");
        Map<String, String> all = new HashMap<>(settings);
        all.put("spark.rowtrail.spool.dir", spool.toString());
        SparkLake lake = SparkLake.withPlugin(all);
        ChangeHistory.random(3, 60, 24, false).land(lake.session(), "lake.src.line", 50);
        lake.sql("CREATE OR REPLACE TABLE lake.silver.lines AS SELECT a, b, value, amount"
                + " FROM rowtrail_current('lake.src.line')");
        return new TargetLake(lake, spool);
    }

    public SparkSession session() {
        return lake.session();
    }

    public List<Row> sql(String text) {
        return lake.sql(text);
    }

    /** A path that nothing is at. */
    public String path(String name) {
        return lake.directory().resolve("files").resolve(name).toString();
    }

    /** As a writer that has not our plugin. */
    public void withoutTags(Runnable foreign) {
        session().conf().set("spark.rowtrail.tags.mode", "off");
        try {
            foreign.run();
        } finally {
            session().conf().unset("spark.rowtrail.tags.mode");
        }
    }

    /** The rows of a table with their sets. */
    public List<String> tags(String table) {
        return tagged(sql("SELECT a, b, value, amount, _rt_tags FROM " + table));
    }

    /** Those of the lines for which {@code condition} is true. */
    public List<String> source(String condition) {
        return tags("lake.silver.lines WHERE " + condition);
    }

    /** Whether each row's set is exact. */
    public boolean isExact(String table) {
        return sql("SELECT 1 FROM " + table + " WHERE NOT rt_exact(_rt_tags)").isEmpty();
    }

    /** Waits for the COMPLETE event of a run that wrote a dataset whose name ends so, and that says all this. */
    public void awaitEvent(String output, String... said) throws IOException, InterruptedException {
        String newest = "none";
        for (int i = 0; i < 200; i++) {
            try (var files = Files.list(spool)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    String text = Files.readString(file);
                    if (text.contains("\"COMPLETE\"") && text.contains(output + "\"")) {
                        if (Arrays.stream(said).allMatch(text::contains)) {
                            return;
                        }
                        newest = text;
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError(
                "no COMPLETE of " + output + " that says " + String.join(" and ", said) + ", but " + newest);
    }

    public static List<String> strings(List<Row> rows) {
        return rows.stream().map(Row::toString).toList();
    }

    /** Rows whose last column is a set. */
    public static List<String> tagged(List<Row> rows) {
        return rows.stream()
                .map(row -> {
                    byte[] bytes = row.getAs(row.size() - 1);
                    return row.toString().replaceAll(",[^,]*$", "") + TagSet.decode(bytes);
                })
                .toList();
    }

    @Override
    public void close() {
        lake.close();
    }
}
