package io.rowtrail.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events as wide tables make them. */
final class Events {
    private Events() {}

    /** A finished run that reads two datasets and writes one, each of so many columns, each output column from two. */
    static String wide(int columns) {
        String schema = IntStream.range(0, columns)
                .mapToObj(c -> "{\"name\":\"col_" + c + "\",\"type\":\"VARCHAR\"}")
                .collect(Collectors.joining(
                        ",", "\"schema\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"fields\":[", "]}"));
        String lineage = IntStream.range(0, columns)
                .mapToObj(
                        c -> "\"col_" + c + "\":{\"inputFields\":[" + input("left", c) + "," + input("right", c) + "]}")
                .collect(Collectors.joining(
                        ",", "\"columnLineage\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"fields\":{", "}}"));
        return "{\"eventType\":\"COMPLETE\",\"eventTime\":\"2026-01-01T00:00:00Z\",\"producer\":\"p\",\"schemaURL\":\"s\","
                + "\"run\":{\"runId\":\"0f3b1a5e-0000-4000-8000-000000000001\"},"
                + "\"job\":{\"namespace\":\"jobs\",\"name\":\"wide\"},\"inputs\":["
                + dataset("left", schema) + "," + dataset("right", schema) + "],\"outputs\":["
                + dataset("out", schema + "," + lineage) + "]}";
    }

    private static String dataset(String name, String facets) {
        return "{\"namespace\":\"postgres://db.example:5432\",\"name\":\"" + name + "\",\"facets\":{" + facets + "}}";
    }

    private static String input(String dataset, int column) {
        return "{\"namespace\":\"postgres://db.example:5432\",\"name\":\"" + dataset + "\",\"field\":\"col_" + column
                + "\",\"transformations\":[{\"type\":\"DIRECT\",\"subtype\":\"IDENTITY\",\"description\":\"\","
                + "\"masking\":false}]}";
    }
}
