package io.rowtrail.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the figures, one a line.
 *
 * @param events how many events a figure is of
 */
record IngestReport(PrintStream out, long events) {

    /**
     * @param posted what the generator printed
     * @param seconds from the first event posted to the last one folded
     */
    void time(JsonNode posted, double seconds, LagSampler lag) {
        line("events accepted", "%d (errors %d)", events, posted.path("errors").asLong());
        line("accepted", "%.0f events/s", posted.path("req_per_s").asDouble());
        line("folded", "%.0f events/s", events / seconds);
        line(
                "answered",
                "p50 %.1f ms, p99 %.1f ms, at most %.1f ms",
                posted.path("p50_ms").asDouble(),
                posted.path("p99_ms").asDouble(),
                posted.path("max_ms").asDouble());
        line(
                "graph behind",
                "at most %d entries, %.1f s",
                lag.worstEntries(),
                lag.worst().toMillis() / 1e3);
    }

    /** Milliseconds of processor time by part. */
    void cpu(Map<String, Long> before, Map<String, Long> after) {
        double all = 0;
        for (Map.Entry<String, Long> part : after.entrySet()) {
            double each = (part.getValue() - before.getOrDefault(part.getKey(), 0L)) / (double) events;
            all += each;
            line("CPU " + part.getKey(), "%.3f ms an event", each);
        }
        line("CPU together", "%.3f ms an event", all);
    }

    void space(StoredBytes before, StoredBytes after) {
        grown(before.tables(), after.tables());
        grown(before.files(), after.files());
        double postgres = (after.postgres() - before.postgres()) / (double) events;
        double store = (after.store() - before.store()) / (double) events;
        line("grown PostgreSQL", "%.0f bytes an event", postgres);
        line("grown Neo4j", "%.0f bytes an event", store);
        line("grown together", "%.0f bytes an event", postgres + store);
        line("Neo4j's log", "%d KiB, bounded", after.transactionLogs() / 1024);
    }

    private void grown(Map<String, Long> before, Map<String, Long> after) {
        after.forEach((part, bytes) -> {
            double grown = (bytes - before.getOrDefault(part, 0L)) / (double) events;
            if (Math.abs(grown) >= 1) {
                line("  " + part, "%.0f bytes an event", grown);
            }
        });
    }

    private void line(String what, String format, Object... values) {
        out.printf(Locale.ROOT, "%-28s %s%n", what, String.format(Locale.ROOT, format, values));
    }
}
