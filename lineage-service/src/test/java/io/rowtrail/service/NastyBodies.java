package io.rowtrail.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Bodies made by hand to hurt a reader: in memory, in time, in the stack, in what comes behind it. */
final class NastyBodies {
    private static final int MANY = (Boolean.getBoolean("rowtrail.long") ? 30 : 10) << 20;
    private static final Set<Integer> TAKEN = Set.of(201);
    private static final Set<Integer> REFUSED = Set.of(400);
    private static final Set<Integer> EITHER = Set.of(201, 400);

    private NastyBodies() {}

    /** A body, made when it is needed, and the statuses that are right for it. */
    record Nasty(String name, Supplier<byte[]> made, Set<Integer> statuses) {
        byte[] body() {
            return made.get();
        }
    }

    static List<Nasty> all() {
        List<Nasty> all = new ArrayList<>();
        for (String time : List.of(
                "0000-01-01T00:00:00Z",
                "0000-01-01T00:00:00+18:00",
                "9999-12-31T23:59:59.999999999-18:00",
                "0001-01-01T00:00:00.0000000001Z")) {
            all.add(nasty("time " + time, TAKEN, event("", "", "").replace("2026-01-02T03:04:05Z", time)));
        }
        for (String time : List.of("+999999999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z", "99999-01-01T00:00:00Z")) {
            all.add(nasty("time " + time, REFUSED, event("", "", "").replace("2026-01-02T03:04:05Z", time)));
        }
        all.add(nasty(
                "deploy id with NUL",
                TAKEN,
                event(
                        ",\"facets\":{\"rowtrail_trace\":{\"deployId\":\"a\\u0000b\",\"jobVersion\":\"\\u0000\"}}",
                        "",
                        "")));
        for (String number : List.of(
                "1e999999999",
                "-1e-999999999",
                "1e2147483647",
                "1e99999999999",
                "9".repeat(999),
                "9".repeat(100_000),
                "0.1")) {
            String told = number.length() > 20 ? number.length() + " digits" : number;
            all.add(nasty("unread " + told, EITHER, event(",\"facets\":{\"x\":{\"n\":" + number + "}}", "", "")));
            all.add(nasty(
                    "row count " + told,
                    REFUSED,
                    output("\"outputFacets\":{\"outputStatistics\":{\"rowCount\":" + number + "}}")));
            all.add(nasty(
                    "metric " + told,
                    EITHER,
                    output("\"facets\":{\"dataQualityMetrics\":{\"columnMetrics\":{\"c\":{\"sum\":" + number
                            + "}}}}")));
        }
        depths(all);
        sizes(all);
        return all;
    }

    private static void depths(List<Nasty> all) {
        for (int depth : List.of(90, 400, 5_000, 1_000_000)) {
            String deep = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            Set<Integer> statuses = depth < 450 ? TAKEN : REFUSED;
            all.add(nasty("depth " + depth, statuses, event(",\"facets\":{\"x\":" + deep + "}", "", "")));
            String fields = "{\"name\":\"f\",\"fields\":[".repeat(depth / 2) + "]}".repeat(depth / 2);
            all.add(nasty(
                    "schema of depth " + depth,
                    statuses,
                    output("\"facets\":{\"schema\":{\"fields\":[" + fields + "]}}")));
        }
        all.add(nasty("arrays only", REFUSED, () -> "[".repeat(MANY)));
        all.add(nasty("objects only", REFUSED, () -> "{\"a\":".repeat(MANY / 5)));
    }

    private static void sizes(List<Nasty> all) {
        all.add(nasty("empty objects", EITHER, () -> filled(",\"x\":[", "{}", "]")));
        all.add(nasty("empty objects in a facet", EITHER, () -> facet("\"y\":[", i -> "{}", 3, "]")));
        all.add(nasty("names", EITHER, () -> facet("\"y\":{", i -> "\"n" + i + "\":1", 13, "}")));
        all.add(nasty("a long text", TAKEN, () -> facet("\"y\":\"", i -> "x", 2, "\"")));
        // once masked it is longer than a body may be
        all.add(nasty(
                "a long text of pairs", EITHER, () -> facet("\"y\":\"", i -> "password=xyz&a://b:c@d ", 23, "\"")));
        all.add(nasty(
                "a long query",
                TAKEN,
                () -> event("", ",\"facets\":{\"sql\":{\"query\":\"" + "select ".repeat(4 << 20) + "\"}}", "")));
        all.add(nasty("long credentials", TAKEN, () -> facet("\"password\":[", i -> "\"" + i + "\"", 12, "]")));
        all.add(nasty("inputs that are no datasets", REFUSED, () -> filled(",\"inputs\":[", "1", "]")));
        all.add(nasty("as many datasets as there is room", EITHER, () -> outputs(200_000, "", "")));
        all.add(nasty("one dataset over and over", EITHER, () -> outputs(50_000, "same", "")));
        all.add(
                nasty(
                        "one dataset over and over with other names",
                        EITHER,
                        () -> outputs(
                                20_000,
                                "same",
                                ",\"facets\":{\"symlinks\":{\"identifiers\":[{\"namespace\":\"n\",\"name\":\"%d\",\"type\":\"T\"}]}}")));
        all.add(nasty(
                "many to many",
                EITHER,
                () -> event(
                        "",
                        "",
                        ",\"inputs\":" + datasets(1_000, "i%d", "") + ",\"outputs\":" + datasets(1_000, "o%d", ""))));
        all.add(nasty("a name without end", REFUSED, () -> output("\"facets\":{\"" + "n".repeat(1 << 20) + "\":5}")));
        all.add(nasty("lone surrogates", EITHER, "{\"\\ud800\":\"\\udc00\",\"run\":{\"facets\":{\"\\ud800\":7}}}"));
        all.add(nasty(
                "a credential at the end of the limit", EITHER, () -> facet("\"y\":\"", i -> "token=,", 8, "\"")));
    }

    /** An event of {@code size} bytes, most of it lineage of columns. */
    static byte[] large(int size) {
        StringBuilder fields = new StringBuilder(size + 400);
        String event = event("", "", "");
        fields.append(event, 0, event.length() - 1);
        fields.append(
                ",\"outputs\":[{\"namespace\":\"n\",\"name\":\"large\",\"facets\":{\"small\":{\"x\":1},\"columnLineage\":{\"fields\":{");
        for (int i = 0; fields.length() < size - 200; i++) {
            fields.append(i == 0 ? "" : ",")
                    .append("\"column-")
                    .append(i)
                    .append(
                            "\":{\"inputFields\":[{\"namespace\":\"some-namespace\",\"name\":\"some-dataset\",\"field\":\"field-")
                    .append(i)
                    .append("\"}]}");
        }
        return bytes(fields.append("}}}}]}").toString());
    }

    private static String outputs(int many, String name, String facets) {
        return event("", "", ",\"outputs\":" + datasets(many, name.isEmpty() ? "o%d" : name, facets));
    }

    private static String datasets(int many, String name, String facets) {
        StringBuilder list = new StringBuilder("[");
        for (int i = 0; i < many; i++) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"namespace\":\"nasty\",\"name\":\"")
                    .append(name.replace("%d", Integer.toString(i)))
                    .append('"')
                    .append(facets.replace("%d", Integer.toString(i)))
                    .append('}');
        }
        return list.append(']').toString();
    }

    private static String filled(String before, String with, String after) {
        return event("", "", before + (with + ",").repeat(MANY / (with.length() + 1)) + with + after);
    }

    private static String facet(String before, IntFunction<String> with, int each, String after) {
        boolean list = !before.endsWith("\"");
        StringBuilder text = new StringBuilder(MANY + 100);
        for (int i = 0; i < MANY / each; i++) {
            text.append(list && i > 0 ? "," : "").append(with.apply(i));
        }
        return event(",\"facets\":{\"x\":{" + before + text + after + "}}", "", "");
    }

    private static String output(String facets) {
        return event("", "", ",\"outputs\":[{\"namespace\":\"n\",\"name\":\"nasty\"," + facets + "}]");
    }

    private static String event(String inRun, String inJob, String more) {
        return "{\"eventType\":\"COMPLETE\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"run\":{\"runId\":\""
                + UUID.randomUUID() + "\"" + inRun + "},\"job\":{\"namespace\":\"n\",\"name\":\"nasty\"" + inJob + "}"
                + more
                + "}";
    }

    private static Nasty nasty(String name, Set<Integer> statuses, String body) {
        return new Nasty(name, () -> bytes(body), statuses);
    }

    private static Nasty nasty(String name, Set<Integer> statuses, Supplier<String> body) {
        return new Nasty(name, () -> bytes(body.get()), statuses);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
