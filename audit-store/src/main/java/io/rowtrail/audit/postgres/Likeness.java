package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.seal.CanonicalJson;
import io.rowtrail.audit.seal.Deflation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers, bounded, whose facts may serve as dictionary for whose: entries of one kind and action about the same
 * datasets are alike. What is forgotten costs space, nothing else: the next of its like is stored on its own.
 */
final class Likeness {
    private static final long MOST_BYTES = 16L << 20;
    private static final int LARGEST_BASE = 32 << 10;

    private final Map<Hash, Base> bases = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** The form {@code submission}'s facts are to be stored in. Safe for use by several threads. */
    FactsForm form(Submission submission) {
        Bytes facts = submission.facts();
        Base base;
        synchronized (bases) {
            base = bases.get(kind(submission));
        }
        if (base == null) {
            return FactsForm.alone(facts);
        }
        Bytes dictionary = Deflation.inflate(base.deflated().toByteArray(), Bytes.EMPTY, LARGEST_BASE);
        FactsForm like = FactsForm.like(facts, base.index(), dictionary);
        if (like.stored().length() <= facts.length() / 10) {
            return like;
        }
        FactsForm alone = FactsForm.alone(facts);
        return alone.stored().length() <= like.stored().length() ? alone : like;
    }

    /** Tells that {@code form} is durable as the facts of entry {@code index}. */
    void stored(Submission submission, FactsForm form, long index) {
        if (form.kind() != FactsForm.DEFLATED || submission.facts().length() > LARGEST_BASE) {
            return;
        }
        Base base = new Base(index, form.stored());
        synchronized (bases) {
            Base before = bases.put(kind(submission), base);
            bytes += base.cost() - (before == null ? 0 : before.cost());
            for (Iterator<Base> oldest = bases.values().iterator(); bytes > MOST_BYTES; ) {
                bytes -= oldest.next().cost();
                oldest.remove();
            }
        }
    }

    private static Hash kind(Submission submission) {
        List<String> words = new ArrayList<>();
        words.add(submission.kind());
        words.add(submission.subject().action());
        submission.subject().datasets().forEach(dataset -> {
            words.add(dataset.namespace());
            words.add(dataset.name());
        });
        return TreeHasher.sha256(CanonicalJson.write(words).getBytes(StandardCharsets.UTF_8));
    }

    /** Facts that serve as dictionary. */
    private record Base(long index, Bytes deflated) {
        /** With what the map needs for it. */
        long cost() {
            return deflated.length() + 200L;
        }
    }
}
