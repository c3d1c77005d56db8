package io.rowtrail.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code manifest.json}: what the pack says it is. */
final class Manifest {
    static final String FORMAT = "rowtrail-evidence-v1";

    private final Json json;
    private final Map<String, String> files;
    private final String log;
    private final String origin;
    private final long size;

    private Manifest(Json json, Map<String, String> files, String log, String origin, long size) {
        this.json = json;
        this.files = files;
        this.log = log;
        this.origin = origin;
        this.size = size;
    }

    static Manifest parse(byte[] bytes) throws CheckFailed {
        String what = "manifest.json";
        Json json = StrictJson.parseCanonical(what, bytes);
        CheckFailed.requireEqual(what + " format", FORMAT, Json.text(what, json, "format"));
        return new Manifest(
                json,
                Json.texts(what, json, "files"),
                Json.text(what, json, "log"),
                Json.text(what, json, "origin"),
                number(json, "size"));
    }

    String log() {
        return log;
    }

    String origin() {
        return origin;
    }

    long size() {
        return size;
    }

    /** The files must be those it lists, with the digests it lists. */
    void requireFiles(SortedMap<String, byte[]> parts) throws CheckFailed {
        SortedMap<String, String> found = new TreeMap<>();
        parts.forEach((name, bytes) -> found.put(name, Sha256.hex(Sha256.of(bytes))));
        found.remove("manifest.json");
        found.remove("manifest.note");
        CheckFailed.requireEqual("names of the files", List.copyOf(files.keySet()), List.copyOf(found.keySet()));
        for (Map.Entry<String, String> file : files.entrySet()) {
            CheckFailed.requireEqual(
                    "SHA-256 of " + file.getKey(), file.getValue(), String.valueOf(found.get(file.getKey())));
        }
    }

    /** Counts and control totals must be those of the entries. */
    void requireCounts(List<LoggedEntry> entries) throws CheckFailed {
        SortedMap<String, Json> totals = new TreeMap<>();
        totals.put("action", count(entries, "action"));
        totals.put("entries", new Json.Text(Integer.toString(entries.size())));
        totals.put("kind", count(entries, "kind"));
        totals.put("outcome", count(entries, "outcome"));
        CheckFailed.requireEqual(
                "control totals",
                Json.object("manifest.json", json, "totals").canonical(),
                new Json.Members(totals).canonical());
    }

    /** Whether the manifest claims every entry of a range; if so they must all be there. */
    boolean requireCompleteness(List<LoggedEntry> entries) throws CheckFailed {
        String claim = Json.text("manifest.json", json, "completeness");
        if ("asserted".equals(claim)) {
            return false;
        }
        CheckFailed.requireEqual("completeness", "range", claim);
        long next = number(Json.object("manifest.json", json, "query"), "after") + 1;
        for (LoggedEntry entry : entries) {
            CheckFailed.requireEqual("entry after " + (next - 1), next, entry.index());
            next++;
        }
        CheckFailed.requireEqual("entries up to the tree size", size, next);
        return true;
    }

    /** Each entry must satisfy the part of the query a leaf can tell of; gives the rest. */
    List<String> requireQuery(List<LoggedEntry> entries) throws CheckFailed {
        Map<String, String> query = Json.texts("manifest.json", json, "query");
        List<String> untold = new ArrayList<>();
        for (Map.Entry<String, String> condition : query.entrySet()) {
            switch (condition.getKey()) {
                case "after" -> {
                    for (LoggedEntry entry : entries) {
                        require(entry, condition, entry.index() > number(condition.getValue()));
                    }
                }
                case "action", "deploy", "kind", "outcome", "run" -> {
                    for (LoggedEntry entry : entries) {
                        String word = entry.word(condition.getKey());
                        require(entry, condition, word.equals(condition.getValue()));
                    }
                }
                case "recordedFrom" -> {
                    for (LoggedEntry entry : entries) {
                        require(entry, condition, entry.recordedAt().compareTo(condition.getValue()) >= 0);
                    }
                }
                case "recordedTo" -> {
                    for (LoggedEntry entry : entries) {
                        require(entry, condition, entry.recordedAt().compareTo(condition.getValue()) < 0);
                    }
                }
                default -> untold.add(condition.getKey());
            }
        }
        return untold;
    }

    private static void require(LoggedEntry entry, Map.Entry<String, String> condition, boolean holds)
            throws CheckFailed {
        if (!holds) {
            throw new CheckFailed(entry.name(), condition.getKey() + " " + condition.getValue(), "another");
        }
    }

    private static Json count(List<LoggedEntry> entries, String member) {
        SortedMap<String, Long> counts = new TreeMap<>();
        entries.forEach(entry -> counts.merge(entry.word(member), 1L, Long::sum));
        SortedMap<String, Json> totals = new TreeMap<>();
        counts.forEach((word, count) -> totals.put(word, new Json.Text(Long.toString(count))));
        return new Json.Members(totals);
    }

    private static long number(Json object, String name) throws CheckFailed {
        return number(Json.text("manifest.json", object, name));
    }

    private static long number(String text) throws CheckFailed {
        if (!text.matches("-1|0|[1-9][0-9]{0,17}")) {
            throw new CheckFailed("manifest.json", "a number", text);
        }
        return Long.parseLong(text);
    }
}
