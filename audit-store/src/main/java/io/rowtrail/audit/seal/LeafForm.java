package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.StreamPosition;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The leaf, version 1: canonical JSON of structural words and commitments. What may point to a person stands only in
 * {@code slots}; what has no value is left out.
 *
 * <pre>
 * action, deploy?, kind, log, outcome, redactions, run?, v = 1
 * datasets? {count, list: [[namespace, name], ...], sha256}   sorted; list only while it fits, sha256 of the whole list
 * facts     SHA-256(facts)
 * nonce     16 random bytes
 * payload   SHA-256(salt || stored)
 * received  SHA-256(salt || received)
 * slots     {count, root}    RFC 6962 root over the slots' commitments: the actor, then each trace
 * stream?   {id, prev?, seq}
 * time      {event?, ingest}  RFC 3339 UTC with six digits of a second
 * </pre>
 */
final class LeafForm {
    /** Most bytes of a leaf: an entry's length is 16 bits in a C2SP entry bundle. */
    static final int MAX_LEAF = 65_535;

    /** Most characters of one word, so that no leaf outgrows its bound. */
    static final int MAX_WORD = 1_024;

    /** Most characters of the namespace or the name of a dataset. */
    static final int MAX_NAME = 2_000;

    private static final String INGEST = "\"ingest\":\"";

    private static final int MAX_DATASET_LIST = 16_384;

    private final SortedMap<String, Object> leaf = new TreeMap<>();

    LeafForm(LogName log, String kind, Subject subject, int redactions) {
        leaf.put("v", 1);
        leaf.put("log", log.value());
        word("kind", kind);
        word("action", subject.action());
        leaf.put("outcome", subject.outcome().wire());
        leaf.put("redactions", redactions);
        if (subject.run() != null) {
            word("run", subject.run());
        }
        if (subject.deploy() != null) {
            word("deploy", subject.deploy());
        }
        if (subject.stream() != null) {
            leaf.put("stream", stream(subject.stream()));
        }
        if (!subject.datasets().isEmpty()) {
            leaf.put("datasets", datasets(subject.datasets()));
        }
    }

    LeafForm time(Instant ingest, Subject subject) {
        SortedMap<String, Object> time = new TreeMap<>();
        time.put("ingest", LeafTime.format(ingest));
        if (subject.eventTime() != null) {
            time.put("event", LeafTime.format(subject.eventTime()));
        }
        leaf.put("time", time);
        return this;
    }

    LeafForm commitments(Hash facts, Hash payload, Hash received, Bytes nonce) {
        leaf.put("facts", facts.hex());
        leaf.put("payload", payload.hex());
        leaf.put("received", received.hex());
        leaf.put("nonce", nonce.hex());
        return this;
    }

    LeafForm slots(List<Hash> commitments) {
        List<Hash> leaves = commitments.stream()
                .map(commitment -> TreeHasher.leaf(commitment.toByteArray()))
                .toList();
        SortedMap<String, Object> slots = new TreeMap<>();
        slots.put("count", commitments.size());
        slots.put("root", TreeHasher.root(leaves).hex());
        leaf.put("slots", slots);
        return this;
    }

    Bytes encode() {
        Bytes bytes = Bytes.utf8(CanonicalJson.write(leaf));
        if (bytes.length() > MAX_LEAF) {
            throw new IllegalArgumentException("a leaf of " + bytes.length() + " bytes is too large");
        }
        return bytes;
    }

    /**
     * The leaf of the same event taken at another time. No string of a leaf holds an unescaped quote, so that the key is
     * found at its place only.
     */
    static Bytes retimed(Bytes leaf, Instant ingest) {
        String text = leaf.utf8();
        int from = text.indexOf(INGEST) + INGEST.length();
        String time = LeafTime.format(ingest);
        return Bytes.utf8(text.substring(0, from) + time + text.substring(from + time.length()));
    }

    private void word(String key, String word) {
        leaf.put(key, requireShort(word));
    }

    static String requireShort(String word) {
        return requireShort(word, MAX_WORD);
    }

    private static String requireShort(String word, int most) {
        // PostgreSQL has no text with NUL in it; refused here, it cannot fail a commit others are part of.
        if (word.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a word of the leaf has no NUL in it");
        }
        if (word.length() > most) {
            throw new IllegalArgumentException("a word of the leaf has at most " + most + " characters");
        }
        return word;
    }

    private static SortedMap<String, Object> stream(StreamPosition position) {
        SortedMap<String, Object> stream = new TreeMap<>();
        stream.put("id", requireShort(position.id()));
        stream.put("seq", requireShort(position.seq()));
        if (position.prev() != null) {
            stream.put("prev", requireShort(position.prev()));
        }
        return stream;
    }

    private static SortedMap<String, Object> datasets(List<DatasetRef> refs) {
        List<List<String>> list = new ArrayList<>();
        refs.stream()
                .distinct()
                .sorted()
                .forEach(ref ->
                        list.add(List.of(requireShort(ref.namespace(), MAX_NAME), requireShort(ref.name(), MAX_NAME))));
        String whole = CanonicalJson.write(list);
        SortedMap<String, Object> datasets = new TreeMap<>();
        datasets.put("count", list.size());
        datasets.put(
                "sha256",
                TreeHasher.sha256(whole.getBytes(StandardCharsets.UTF_8)).hex());
        if (whole.length() <= MAX_DATASET_LIST) {
            datasets.put("list", list);
        }
        return datasets;
    }
}
