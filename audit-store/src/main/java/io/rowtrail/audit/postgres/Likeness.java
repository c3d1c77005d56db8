package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.seal.CanonicalJson;
import io.rowtrail.audit.seal.Deflation;
import io.rowtrail.audit.seal.SealedEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, bounded, whose facts and leaf may serve to tell whose: entries of one kind and action about the same datasets
 * are alike. What is forgotten costs space, nothing else: the next of its like is stored on its own.
 */
final class Likeness {
    private static final long MOST_BYTES = 16L << 20;
    private static final int LARGEST_BASE = 32 << 10;

    private final Map<Hash, Base> bases = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** How {@code submission} is to be stored. Safe for use by several threads. */
    Told told(Submission submission) {
        Hash kind = kind(submission);
        Base base;
        synchronized (bases) {
            base = bases.get(kind);
        }
        if (base == null) {
            return new Told(kind, FactsForm.alone(submission.facts()), null);
        }
        FactsForm facts = facts(submission.facts(), base);
        // What no longer is like the base takes its place, and so is stored as it is in both ways.
        boolean anew = base.facts() != null && facts.kind() == FactsForm.DEFLATED;
        return new Told(kind, facts, anew ? null : base.known());
    }

    private static FactsForm facts(Bytes facts, Base base) {
        if (base.facts() == null) {
            return FactsForm.alone(facts);
        }
        Bytes dictionary = Deflation.inflate(base.facts().toByteArray(), Bytes.EMPTY, LARGEST_BASE);
        FactsForm like = FactsForm.like(facts, base.known().index(), dictionary);
        if (like.stored().length() <= facts.length() / 10) {
            return like;
        }
        FactsForm alone = FactsForm.alone(facts);
        return alone.stored().length() <= like.stored().length() ? alone : like;
    }

    /** Tells that {@code sealed} is durable as entry {@code index}, stored as {@code told}. */
    void stored(Told told, SealedEntry sealed, long index) {
        if (told.like() != null || told.facts().kind() == FactsForm.LIKE) {
            return;
        }
        Bytes facts = sealed.submission().facts();
        boolean tells = told.facts().kind() == FactsForm.DEFLATED && facts.length() <= LARGEST_BASE;
        Base base = new Base(
                new StoredLeaf.Known(index, sealed.leaf()), tells ? told.facts().stored() : null);
        synchronized (bases) {
            Base before = bases.put(told.kind(), base);
            bytes += base.cost() - (before == null ? 0 : before.cost());
            for (Iterator<Base> oldest = bases.values().iterator(); bytes > MOST_BYTES; ) {
                bytes -= oldest.next().cost();
                oldest.remove();
            }
        }
    }

    /** What leaves must share to have the same members, and what makes facts alike. */
    private static Hash kind(Submission submission) {
        Subject subject = submission.subject();
        List<String> words = new ArrayList<>();
        words.add(submission.kind());
        words.add(subject.action());
        words.add((subject.run() == null ? "" : "r")
                + (subject.deploy() == null ? "" : "d")
                + (subject.eventTime() == null ? "" : "e")
                + (subject.stream() == null ? "" : subject.stream().prev() == null ? "s" : "p"));
        subject.datasets().forEach(dataset -> {
            words.add(dataset.namespace());
            words.add(dataset.name());
        });
        return TreeHasher.sha256(CanonicalJson.write(words).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How an entry is to be stored.
     *
     * @param kind what it is like
     * @param facts its facts
     * @param like by which its leaf is told, null for a leaf on its own
     */
    record Told(Hash kind, FactsForm facts, StoredLeaf.@Nullable Known like) {}

    /**
     * An entry that others are told by.
     *
     * @param known its leaf
     * @param facts its facts, deflated; null where they serve nobody
     */
    private record Base(StoredLeaf.Known known, @Nullable Bytes facts) {
        /** With what the map needs for it. */
        long cost() {
            return known.leaf().length() + (facts == null ? 0 : facts.length()) + 250L;
        }
    }
}
