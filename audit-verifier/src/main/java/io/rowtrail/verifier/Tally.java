package io.rowtrail.verifier;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the entries of a pack and holds them against the manifest: totals, conditions, gaps. */
final class Tally {
    private static final List<String> WORDS = List.of("action", "kind", "outcome");

    private final Manifest manifest;
    private final Map<String, String> query;
    private final boolean range;
    private final SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
    private long entries;
    private long next;
    private @Nullable CheckFailed first;

    Tally(Manifest manifest) throws CheckFailed {
        this.manifest = manifest;
        this.query = manifest.query();
        this.range = manifest.claimsRange();
        this.next = Manifest.number(query.getOrDefault("after", "-1")) + 1;
        WORDS.forEach(word -> counts.put(word, new TreeMap<>()));
    }

    void add(LoggedEntry entry) {
        counts.forEach((word, found) -> found.merge(entry.word(word), 1L, Long::sum));
        entries++;
        try {
            if (range) {
                CheckFailed.requireEqual("index of entry " + entries + " of the range", next, entry.index());
                next++;
            }
            for (Map.Entry<String, String> condition : query.entrySet()) {
                require(entry, condition.getKey(), condition.getValue());
            }
        } catch (CheckFailed failed) {
            first = first == null ? failed : first;
        }
    }

    /** Requires what was counted to be what the manifest says. */
    void require() throws CheckFailed {
        if (first != null) {
            throw first;
        }
        SortedMap<String, Json> totals = new TreeMap<>();
        counts.forEach((word, found) -> {
            SortedMap<String, Json> texts = new TreeMap<>();
            found.forEach((value, count) -> texts.put(value, new Json.Text(Long.toString(count))));
            totals.put(word, new Json.Members(texts));
        });
        totals.put("entries", new Json.Text(Long.toString(entries)));
        CheckFailed.requireEqual("control totals", manifest.totals(), new Json.Members(totals).canonical());
        if (range) {
            CheckFailed.requireEqual("end of the range", manifest.size(), next);
        }
    }

    /** Whether no entry can be missing. */
    boolean complete() {
        return range;
    }

    /** What was asked for, in words. */
    String asked() {
        List<String> conditions = new ArrayList<>();
        query.forEach((condition, value) -> {
            if (!condition.equals("after")) {
                conditions.add(condition + " " + value);
            }
        });
        Collections.sort(conditions);
        return conditions.isEmpty()
                ? "entries after " + query.getOrDefault("after", "-1")
                : String.join(", ", conditions);
    }

    /** The conditions leaves do not tell of. */
    List<String> untold() {
        List<String> untold = new ArrayList<>(query.keySet());
        untold.removeAll(List.of("after", "action", "deploy", "kind", "outcome", "run", "recordedFrom", "recordedTo"));
        return untold;
    }

    private static void require(LoggedEntry entry, String condition, String value) throws CheckFailed {
        boolean holds = switch (condition) {
            case "after" -> entry.index() > Manifest.number(value);
            case "action", "deploy", "kind", "outcome", "run" ->
                entry.word(condition).equals(value);
            case "recordedFrom" -> entry.recordedAt().compareTo(value) >= 0;
            case "recordedTo" -> entry.recordedAt().compareTo(value) < 0;
            default -> true;
        };
        if (!holds) {
            throw new CheckFailed(entry.name(), condition + " " + value, "another");
        }
    }
}
