package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.FactsCodec;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures the CPU of reading events of the bench's kind: 12 KB, 20 columns, 2 inputs. A main, not a test. */
public final class EventReaderLoop {

    private EventReaderLoop() {}

    /** Prints CPU per event, warmed up: of reading, and of encoding the facts. */
    public static void main(String[] args) {
        byte[] body = event().getBytes(StandardCharsets.UTF_8);
        EventReader reader = new EventReader();
        for (int round = 0; round < 5; round++) {
            long start = cpu();
            int count = 5_000;
            long bytes = 0;
            for (int i = 0; i < count; i++) {
                bytes += ((Read.Facts) reader.read(body)).facts().outputs().size();
            }
            long read = cpu();
            for (int i = 0; i < count; i++) {
                bytes += FactsCodec.encode(((Read.Facts) reader.read(body)).facts()).length;
            }
            long both = cpu();
            System.out.printf(
                    "%d bytes: read %.3f ms, read and encode %.3f ms of CPU (%d)%n",
                    body.length, (read - start) / 1e6 / count, (both - read) / 1e6 / count, bytes);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String event() {
        String fields = IntStream.range(0, 20)
                .mapToObj(i -> "{\"name\":\"column_%d\",\"type\":\"decimal(18,2)\",\"description\":\"what it is\"}"
                        .formatted(i))
                .collect(Collectors.joining(","));
        String schema = "\"schema\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"fields\":[" + fields + "]}";
        String lineage = IntStream.range(0, 20)
                .mapToObj(i ->
                        ("\"column_%d\":{\"inputFields\":[{\"namespace\":\"postgres://warehouse:5432\",\"name\":\"shop.public.left_table\","
                                        + "\"field\":\"column_%d\",\"transformations\":[{\"type\":\"DIRECT\",\"subtype\":\"TRANSFORMATION\",\"description\":\"\",\"masking\":false}]},"
                                        + "{\"namespace\":\"postgres://warehouse:5432\",\"name\":\"shop.public.right_table\",\"field\":\"key\",\"transformations\":[{\"type\":\"INDIRECT\",\"subtype\":\"JOIN\"}]}]}")
                                .formatted(i, i))
                .collect(Collectors.joining(","));
        String head = "{\"namespace\":\"postgres://warehouse:5432\",\"name\":\"shop.public.%s\",\"facets\":{" + schema
                + "%s}}";
        return "{\"eventType\":\"COMPLETE\",\"eventTime\":\"2026-01-02T03:04:05.123Z\",\"producer\":\"https://p\",\"schemaURL\":\"https://s\","
                + "\"run\":{\"runId\":\"ea041791-68bc-4ae1-bd89-4c8106a157e4\",\"facets\":{\"spark_properties\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"properties\":{\"a\":\"b\"}}}},"
                + "\"job\":{\"namespace\":\"default\",\"name\":\"etl\",\"facets\":{\"sql\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"query\":\""
                + "select ".repeat(100) + "\"}}},\"inputs\":[" + head.formatted("left_table", "") + ","
                + head.formatted("right_table", "") + "],\"outputs\":["
                + head.formatted(
                        "out_table",
                        ",\"columnLineage\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"fields\":{" + lineage + "}}")
                + "]}";
    }
}
