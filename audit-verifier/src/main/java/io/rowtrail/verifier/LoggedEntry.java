package io.rowtrail.verifier;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** One line of {@code entries.jsonl}: an entry's name and its leaf. */
final class LoggedEntry {
    private static final Set<String> KNOWN = Set.of(
            "action",
            "datasets",
            "deploy",
            "facts",
            "kind",
            "log",
            "nonce",
            "outcome",
            "payload",
            "received",
            "redactions",
            "run",
            "slots",
            "stream",
            "time",
            "v");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z");

    private final String name;
    private final long index;
    private final Json leaf;
    private final byte[] leafHash;

    private LoggedEntry(String name, long index, Json leaf) {
        this.name = name;
        this.index = index;
        this.leaf = leaf;
        this.leafHash = Sha256.leaf(leaf.canonical().getBytes(StandardCharsets.UTF_8));
    }

    /** The entry of line {@code number}, its leaf of a form this verifier knows. */
    static LoggedEntry parse(byte[] line, long number, String log) throws CheckFailed {
        String what = "entries.jsonl line " + number;
        Json object = StrictJson.parseCanonical(what, line);
        String name = Json.text(what, object, "entry");
        LoggedEntry entry = new LoggedEntry(name, indexOf(what, name, log), Json.object(what, object, "leaf"));
        CheckFailed.requireEqual(
                what + " members", 2, ((Json.Members) object).members().size());
        entry.requireKnownForm(log);
        return entry;
    }

    /** The index in {@code {log}:{index}}. */
    static long indexOf(String what, String name, String log) throws CheckFailed {
        String prefix = log + ":";
        if (!name.startsWith(prefix)
                || !INDEX.matcher(name.substring(prefix.length())).matches()) {
            throw new CheckFailed(what, "an entry of the log " + log, name);
        }
        return Long.parseLong(name.substring(prefix.length()));
    }

    private void requireKnownForm(String log) throws CheckFailed {
        String what = "leaf of " + name;
        for (String key : ((Json.Members) leaf).members().keySet()) {
            if (!KNOWN.contains(key)) {
                throw new CheckFailed(what, "members of leaf version 1", key);
            }
        }
        if (!new Json.Whole(1).equals(Json.member(leaf, "v"))) {
            throw new CheckFailed(what, "leaf version 1", String.valueOf(Json.member(leaf, "v")));
        }
        CheckFailed.requireEqual(what + " log", log, Json.text(what, leaf, "log"));
        for (String commitment : List.of("facts", "payload", "received")) {
            Sha256.parse(what + " " + commitment, Json.text(what, leaf, commitment));
        }
        Json.text(what, leaf, "kind");
        Json.text(what, leaf, "action");
        Json.text(what, leaf, "outcome");
        if (!TIME.matcher(recordedAt()).matches()) {
            throw new CheckFailed(what + " time", "RFC 3339 UTC with six digits of a second", recordedAt());
        }
    }

    String name() {
        return name;
    }

    long index() {
        return index;
    }

    Json leaf() {
        return leaf;
    }

    byte[] leafHash() {
        return leafHash;
    }

    /** A member of the leaf that is a text, or empty. */
    String word(String member) {
        return Json.textOrEmpty(leaf, member);
    }

    String recordedAt() {
        Json time = Json.member(leaf, "time");
        return time == null ? "" : Json.textOrEmpty(time, "ingest");
    }
}
