package io.rowtrail.verifier;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code manifest.json}: what the pack says it is. */
final class Manifest {
    static final String FORMAT = "rowtrail-evidence-v1";

    private static final String WHAT = "manifest.json";

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
        Json json = StrictJson.parseCanonical(WHAT, bytes);
        CheckFailed.requireEqual(WHAT + " format", FORMAT, Json.text(WHAT, json, "format"));
        return new Manifest(
                json,
                Json.texts(WHAT, json, "files"),
                Json.text(WHAT, json, "log"),
                Json.text(WHAT, json, "origin"),
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

    /** What was asked for, condition by condition. */
    Map<String, String> query() throws CheckFailed {
        return Json.texts(WHAT, json, "query");
    }

    /** Whether it claims that every entry of the range is there. */
    boolean claimsRange() throws CheckFailed {
        String claim = Json.text(WHAT, json, "completeness");
        if (!"asserted".equals(claim)) {
            CheckFailed.requireEqual("completeness", "range", claim);
        }
        return "range".equals(claim);
    }

    /** The totals in canonical form. */
    String totals() throws CheckFailed {
        return Json.object(WHAT, json, "totals").canonical();
    }

    /** The files must be those it lists, with the digests it lists. */
    void requireFiles(SortedMap<String, Part> parts) throws CheckFailed {
        SortedMap<String, String> found = new TreeMap<>();
        parts.forEach((name, part) -> found.put(name, part.sha256()));
        found.remove("manifest.json");
        found.remove("manifest.note");
        CheckFailed.requireEqual("names of the files", List.copyOf(files.keySet()), List.copyOf(found.keySet()));
        for (Map.Entry<String, String> file : files.entrySet()) {
            CheckFailed.requireEqual(
                    "SHA-256 of " + file.getKey(), file.getValue(), String.valueOf(found.get(file.getKey())));
        }
    }

    private static long number(Json object, String name) throws CheckFailed {
        return number(Json.text(WHAT, object, name));
    }

    static long number(String text) throws CheckFailed {
        if (!text.matches("-1|0|[1-9][0-9]{0,17}")) {
            throw new CheckFailed(WHAT, "a number", text);
        }
        return Long.parseLong(text);
    }
}
