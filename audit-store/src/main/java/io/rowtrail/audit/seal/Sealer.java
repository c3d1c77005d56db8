package io.rowtrail.audit.seal;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Payload;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.keys.EpochKey;
import io.rowtrail.audit.keys.LogKeys;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Seals submissions for one log, and opens and checks what was sealed. */
public final class Sealer {
    private static final int NONCE = 16;
    private static final int SEED = 32;

    private final LogName log;
    private final LogKeys keys;
    private final SecureRandom random;

    public Sealer(LogName log, LogKeys keys, SecureRandom random) {
        this.log = log;
        this.keys = keys;
        this.random = random;
    }

    /**
     * The stored form of {@code submission}.
     *
     * @throws IllegalArgumentException if a word of its subject is too long or has no canonical form
     */
    public SealedEntry seal(Submission submission, Instant recordedAt) {
        Bytes seed = fresh(SEED);
        PayloadForm form = new PayloadForm(words(submission.subject()), submission.stored());
        Salts salts = new Salts(seed);
        Bytes leaf = new LeafForm(log, submission.kind(), submission.subject(), submission.redactions())
                .time(recordedAt, submission.subject())
                .commitments(
                        TreeHasher.sha256(submission.facts().toByteArray()),
                        salts.commitPayload(submission.stored()),
                        salts.commitReceived(submission.received()),
                        fresh(NONCE))
                .slots(slots(form, salts))
                .encode();
        return new SealedEntry(
                submission,
                recordedAt,
                leaf,
                TreeHasher.leaf(leaf.toByteArray()),
                salts.received(),
                form.words().stream().map(this::token).toList(),
                keys.currentEpoch().seal(seed.toByteArray(), form.encode(submission.facts()), context()));
    }

    /** The token entries with that word are found by. */
    public Hash token(SearchWord word) {
        return keys.identity().ofSearchWord(word.kind(), word.word());
    }

    /**
     * The producer's receipt of an entry, or empty if its epoch key was destroyed.
     *
     * @param where names the entry in an error
     */
    public Optional<Bytes> receipt(int epoch, Bytes wrappedSeed, String where) {
        return seed(epoch, wrappedSeed.toByteArray(), where).map(seed -> new Salts(seed).received());
    }

    /**
     * Checks that facts and payload are those the leaf commits to.
     *
     * @param box the encrypted payload, or empty once it was erased
     * @param where names the entry in an error
     * @return what was in the box; empty if it was erased or its epoch key destroyed
     * @throws AuditLogException.Tampered at the first commitment that does not hold
     */
    public Optional<Opened> open(Bytes leaf, Bytes facts, Optional<EpochKey.Box> box, String where) {
        String text = leaf.utf8();
        require(where + " facts", text, "facts", TreeHasher.sha256(facts.toByteArray()));
        return box.flatMap(closed -> seed(closed.epoch(), closed.wrappedSeed(), where)
                .map(seed -> {
                    PayloadForm form = form(seed, closed, facts, where);
                    Salts salts = new Salts(seed);
                    require(where + " payload", text, "payload", salts.commitPayload(form.stored()));
                    List<Hash> leaves = slots(form, salts).stream()
                            .map(slot -> TreeHasher.leaf(slot.toByteArray()))
                            .toList();
                    require(where + " slots", text, "root", TreeHasher.root(leaves));
                    return new Opened(
                            new Payload(form.stored(), seed),
                            form.words().stream().map(this::token).toList());
                }));
    }

    /** Each of these keys has a hash as its only kind of value and no string of a leaf can hold an unescaped quote. */
    private static void require(String what, String leaf, String key, Hash derived) {
        String expected = derived.hex();
        if (!leaf.contains("\"" + key + "\":\"" + expected + "\"")) {
            int at = leaf.indexOf("\"" + key + "\":\"");
            int from = at + key.length() + 4;
            String found = at < 0 ? "nothing" : leaf.substring(from, Math.min(leaf.length(), from + 64));
            throw new AuditLogException.Tampered(what, "the leaf's " + found, expected);
        }
    }

    private Optional<Bytes> seed(int epoch, byte[] wrappedSeed, String where) {
        return keys.epoch(epoch).map(key -> {
            try {
                return Bytes.of(key.openSeed(wrappedSeed, context()));
            } catch (GeneralSecurityException e) {
                throw new AuditLogException.Tampered(where + " payload", "a seed wrapped by this log", "another");
            }
        });
    }

    private PayloadForm form(Bytes seed, EpochKey.Box box, Bytes facts, String where) {
        try {
            return PayloadForm.decode(EpochKey.openBody(seed.toByteArray(), box.body(), context()), facts);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new AuditLogException.Tampered(where + " payload", "a body sealed by this log", "another");
        }
    }

    private List<Hash> slots(PayloadForm form, Salts salts) {
        List<Hash> slots = new ArrayList<>();
        for (SearchWord word : form.words()) {
            slots.add(salts.commitSlot(slots.size(), word, token(word)));
        }
        return slots;
    }

    private static List<SearchWord> words(Subject subject) {
        List<SearchWord> words = new ArrayList<>();
        words.add(new SearchWord(SearchWord.ACTOR, LeafForm.requireShort(subject.actor())));
        subject.traces().stream()
                .distinct()
                .forEach(trace -> words.add(new SearchWord(SearchWord.TRACE, LeafForm.requireShort(trace))));
        return words;
    }

    private byte[] context() {
        return ("rowtrail payload v1 " + log).getBytes(StandardCharsets.UTF_8);
    }

    private Bytes fresh(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /**
     * What a payload held.
     *
     * @param payload the body and the seed
     * @param tokens the entry's search tokens, derived anew, in slot order
     */
    public record Opened(Payload payload, List<Hash> tokens) {
        public Opened {
            tokens = List.copyOf(tokens);
        }
    }
}
