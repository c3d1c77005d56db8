package io.rowtrail.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One version of a job: SQL statements to be run in order.
 *
 * @param outputs the tables it writes
 */
record JobScript(String name, int version, List<String> statements, List<String> outputs) {
    static JobScript silver() {
        return new JobScript("silver", 1, statements("silver.sql"), List.of("lake.silver.sales"));
    }

    /**
     * @throws IllegalArgumentException if there is no such version
     */
    static JobScript gold(int version) {
        if (version != 1 && version != 2) {
            throw new IllegalArgumentException("gold has versions 1 and 2, not " + version);
        }
        return new JobScript(
                "gold",
                version,
                statements("gold-" + version + ".sql"),
                List.of("lake.gold.revenue", "lake.gold.top_customers"));
    }

    /**
     * What a sceptic would try next: windows, views over views, everything in one row, a dimension with history.
     *
     * @param loads ordinals of the change tables, one load of the dimension each: the customers as they were then
     */
    static JobScript sceptic(List<Long> loads) {
        List<String> statements = new ArrayList<>(List.of("CREATE NAMESPACE IF NOT EXISTS lake.sceptic"));
        for (String part : List.of("running", "total", "lost", "history")) {
            statements.addAll(statements("sceptic-" + part + ".sql"));
        }
        for (long through : loads) {
            statements.add("SET shop.through = " + through);
            statements.addAll(statements("sceptic-history-load.sql"));
        }
        return new JobScript(
                "sceptic",
                1,
                List.copyOf(statements),
                List.of(
                        "lake.sceptic.running",
                        "lake.sceptic.total",
                        "lake.sceptic.lost",
                        "lake.sceptic.customer_history"));
    }

    private static List<String> statements(String file) {
        return Arrays.stream(read(file).split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String read(String file) {
        try (InputStream text = JobScript.class.getResourceAsStream("/jobs/" + file)) {
            if (text == null) {
                throw new IllegalStateException("the job's script is not in the jar: " + file);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
