package io.rowtrail.verifier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one verification. Each runs as soon as what it needs was read, also when an earlier one found a
 * difference, so that the damage is located as closely as can be.
 */
final class PackCheck {
    private static final String ATTEST = "rowtrail/attest/v1";

    private final byte[] zip;
    private final Trust trust;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> caveats = new ArrayList<>();
    private SortedMap<String, byte[]> parts = new TreeMap<>();
    private List<VerifierKey> keys = List.of();
    private @Nullable Manifest manifest;
    private @Nullable TreeHead head;
    private @Nullable List<LoggedEntry> entries;

    PackCheck(byte[] zip, Trust trust) {
        this.zip = zip;
        this.trust = trust;
    }

    Report run() {
        run("container", this::container);
        run("keys", this::keys);
        run("manifest", this::manifest);
        after("attestation", manifest, "manifest", this::attestation);
        after("files", manifest, "manifest", this::files);
        after("checkpoint", manifest, "manifest", this::checkpoint);
        after("entries", manifest, "manifest", this::entries);
        after("inclusion", entries == null ? null : head, "entries and checkpoint", this::inclusion);
        after("counts", entries, "entries", this::counts);
        after("csv", entries, "entries", this::csv);
        if (parts.containsKey("facts.jsonl")) {
            after("facts", entries, "entries", this::facts);
        }
        after("consistency", head, "checkpoint", this::consistency);
        return new Report(steps, caveats);
    }

    private String container() throws CheckFailed {
        Container container = Container.parse(zip);
        parts = container.parts();
        if (!container.differences().isEmpty()) {
            throw container.differences().get(0);
        }
        return parts.size() + " files in the one form, checksums right";
    }

    private String keys() throws CheckFailed {
        List<VerifierKey> own = new ArrayList<>();
        for (byte[] line : Lines.of("vkeys", part("vkeys"))) {
            own.add(VerifierKey.parse(new String(line, StandardCharsets.UTF_8)));
        }
        if (trust.verifierKeys().isEmpty()) {
            keys = own;
            caveats.add(
                    "the keys are the pack's own: give --vkey with the log's published key to know whose log it is");
            return own.size() + " in the pack";
        }
        List<VerifierKey> given = new ArrayList<>();
        for (String key : trust.verifierKeys()) {
            given.add(VerifierKey.parse(key));
        }
        keys = given;
        return given.size() + " given";
    }

    private String manifest() throws CheckFailed {
        Manifest read = Manifest.parse(part("manifest.json"));
        manifest = read;
        return "log " + read.log() + " at size " + read.size();
    }

    private String attestation() throws CheckFailed {
        SignedNote note = SignedNote.parse("manifest.note", part("manifest.note"));
        String signer = note.requireSignedBy("manifest.note", keys);
        String expected = String.join(
                "\n", ATTEST, manifestRead().origin(), "evidence", Sha256.hex(Sha256.of(part("manifest.json"))), "");
        CheckFailed.requireEqual("manifest.note", expected, note.text());
        return "the manifest is signed by " + signer;
    }

    private String files() throws CheckFailed {
        manifestRead().requireFiles(parts);
        return "every file is the one the manifest lists";
    }

    private String checkpoint() throws CheckFailed {
        TreeHead found = TreeHead.parse("checkpoint", part("checkpoint"), keys);
        CheckFailed.requireEqual("checkpoint origin", manifestRead().origin(), found.origin());
        CheckFailed.requireEqual("checkpoint size", manifestRead().size(), found.size());
        head = found;
        return "size " + found.size() + ", root " + Sha256.hex(found.root()) + ", signed by " + found.signer();
    }

    private String entries() throws CheckFailed {
        List<LoggedEntry> read =
                LoggedEntry.parseAll(part("entries.jsonl"), manifestRead().log());
        entries = read;
        return read.size() + " leaves in canonical form, in order";
    }

    private String inclusion() throws CheckFailed {
        TreeHead under = Objects.requireNonNull(head);
        ProofFile.requireInclusion(part("proofs.jsonl"), leaves(), under);
        return leaves().size() + " paths lead to the checkpoint's root";
    }

    private String counts() throws CheckFailed {
        manifestRead().requireCounts(leaves());
        List<String> untold = manifestRead().requireQuery(leaves());
        if (!untold.isEmpty()) {
            caveats.add("that the entries satisfy the conditions " + untold + " is the log's word: leaves do not tell");
        }
        if (manifestRead().requireCompleteness(leaves())) {
            return "control totals right, no entry of the range is missing";
        }
        caveats.add("that no other entry satisfies the query is the log's word (completeness: asserted)");
        return "control totals right";
    }

    private String csv() throws CheckFailed {
        byte[] derived = CsvForm.of(leaves());
        int at = Arrays.mismatch(derived, part("entries.csv"));
        if (at >= 0) {
            throw new CheckFailed("entries.csv byte " + at, line(derived, at), line(part("entries.csv"), at));
        }
        return "entries.csv equals entries.jsonl";
    }

    private String facts() throws CheckFailed {
        List<byte[]> lines = Lines.of("facts.jsonl", part("facts.jsonl"));
        CheckFailed.requireEqual("facts", leaves().size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
            LoggedEntry entry = leaves().get(i);
            String what = "facts of " + entry.name();
            Json line = StrictJson.parseCanonical(what, lines.get(i));
            CheckFailed.requireEqual(what, entry.name(), Json.text(what, line, "entry"));
            byte[] bytes = Json.text(what, line, "facts").getBytes(StandardCharsets.UTF_8);
            CheckFailed.requireEqual("SHA-256 of the " + what, entry.word("facts"), Sha256.hex(Sha256.of(bytes)));
        }
        return lines.size() + " are those their leaves commit to";
    }

    private String consistency() throws CheckFailed {
        String kept = trust.earlierCheckpoint().orElse(null);
        if (kept == null) {
            return "no earlier checkpoint was given (--checkpoint)";
        }
        TreeHead now = Objects.requireNonNull(head);
        TreeHead earlier = TreeHead.parse("the earlier checkpoint", kept.getBytes(StandardCharsets.UTF_8), keys);
        CheckFailed.requireEqual("origin of the earlier checkpoint", now.origin(), earlier.origin());
        if (earlier.size() == now.size()) {
            CheckFailed.requireEqual("root of size " + now.size(), Sha256.hex(earlier.root()), Sha256.hex(now.root()));
            return "the same tree as before";
        }
        if (earlier.size() > 0) {
            String file = "consistency/" + earlier.size() + ".json";
            ProofFile.requireConsistency(part(file), earlier, now);
        }
        return "the tree of size " + earlier.size() + " is a prefix of that of size " + now.size();
    }

    private Manifest manifestRead() {
        return Objects.requireNonNull(manifest);
    }

    private List<LoggedEntry> leaves() {
        return Objects.requireNonNull(entries);
    }

    private byte[] part(String name) throws CheckFailed {
        byte[] part = parts.get(name);
        if (part == null) {
            throw new CheckFailed("the pack", "a file " + name, "none");
        }
        return part;
    }

    private static String line(byte[] text, int at) {
        if (at >= text.length) {
            return "the end";
        }
        int from = at;
        while (from > 0 && text[from - 1] != '\n') {
            from--;
        }
        int to = at;
        while (to < text.length && text[to] != '\r' && text[to] != '\n') {
            to++;
        }
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    private void after(String name, @Nullable Object needed, String because, Check check) {
        if (needed == null) {
            steps.add(new Step.Skipped(name, because));
        } else {
            run(name, check);
        }
    }

    private void run(String name, Check check) {
        try {
            steps.add(new Step.Passed(name, check.run()));
        } catch (CheckFailed failed) {
            steps.add(new Step.Failed(name, failed.what(), failed.expected(), failed.found()));
        }
    }

    private interface Check {
        String run() throws CheckFailed;
    }
}
