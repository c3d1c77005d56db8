package io.rowtrail.verifier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one verification. Each runs as soon as what it needs was read, also when an earlier one found a
 * difference, so that the damage is located as closely as can be.
 */
final class PackCheck {
    private static final String ATTEST = "rowtrail/attest/v1";

    private final Source zip;
    private final Trust trust;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> caveats = new ArrayList<>();
    private SortedMap<String, Part> parts = new TreeMap<>();
    private List<VerifierKey> keys = List.of();
    private @Nullable Manifest manifest;
    private @Nullable TreeHead head;
    private @Nullable Leaves leaves;
    private @Nullable Tally tally;

    PackCheck(Source zip, Trust trust) {
        this.zip = zip;
        this.trust = trust;
    }

    Report run() throws IOException {
        run("container", this::container);
        run("keys", this::keys);
        run("manifest", this::manifest);
        after("attestation", manifest, "manifest", this::attestation);
        after("files", manifest, "manifest", this::files);
        after("checkpoint", manifest, "manifest", this::checkpoint);
        after("entries", manifest, "manifest", this::entries);
        after("inclusion", leaves == null ? null : head, "entries and checkpoint", this::inclusion);
        after("counts", leaves, "entries", this::counts);
        after("csv", leaves, "entries", this::csv);
        if (parts.containsKey("facts.jsonl")) {
            after("facts", leaves, "entries", this::facts);
        }
        after("consistency", head, "checkpoint", this::consistency);
        return new Report(
                steps,
                caveats,
                leaves == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(leavesRead().size()));
    }

    private String container() throws CheckFailed, IOException {
        Container container = Container.parse(zip);
        parts = container.parts();
        if (!container.differences().isEmpty()) {
            throw container.differences().get(0);
        }
        return parts.size() + " files in the one form, checksums right";
    }

    private String keys() throws CheckFailed, IOException {
        List<VerifierKey> own = new ArrayList<>();
        part("vkeys").eachLine(line -> own.add(VerifierKey.parse(new String(line, StandardCharsets.UTF_8))));
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

    private String manifest() throws CheckFailed, IOException {
        Manifest read = Manifest.parse(bytes("manifest.json"));
        manifest = read;
        return "log " + read.log() + " at size " + read.size();
    }

    private String attestation() throws CheckFailed, IOException {
        SignedNote note = SignedNote.parse("manifest.note", bytes("manifest.note"));
        String signer = note.requireSignedBy("manifest.note", keys);
        String expected = String.join(
                "\n",
                ATTEST,
                manifestRead().origin(),
                "evidence",
                part("manifest.json").sha256(),
                "");
        CheckFailed.requireEqual("manifest.note", expected, note.text());
        return "the manifest is signed by " + signer;
    }

    private String files() throws CheckFailed, IOException {
        manifestRead().requireFiles(parts);
        return "every file is the one the manifest lists";
    }

    private String checkpoint() throws CheckFailed, IOException {
        TreeHead found = TreeHead.parse("checkpoint", bytes("checkpoint"), keys);
        CheckFailed.requireEqual("checkpoint origin", manifestRead().origin(), found.origin());
        CheckFailed.requireEqual("checkpoint size", manifestRead().size(), found.size());
        head = found;
        return "size " + found.size() + ", root " + Sha256.hex(found.root()) + ", signed by " + found.signer();
    }

    private String entries() throws CheckFailed, IOException {
        Tally counted = new Tally(manifestRead());
        Leaves read = Leaves.read(part("entries.jsonl"), manifestRead().log(), counted);
        leaves = read;
        tally = counted;
        return read.size() + " leaves in canonical form, in order";
    }

    private String inclusion() throws CheckFailed, IOException {
        ProofFile.requireInclusion(part("proofs.jsonl"), leavesRead(), Objects.requireNonNull(head));
        return leavesRead().size() + " paths lead to the checkpoint's root";
    }

    private String counts() throws CheckFailed {
        Tally counted = Objects.requireNonNull(tally);
        counted.require();
        if (leavesRead().size() == 0) {
            caveats.add("0 entries: this pack proves nothing about " + counted.asked()
                    + ", neither that it happened nor that it did not");
        }
        if (!counted.untold().isEmpty()) {
            caveats.add("that the entries satisfy the conditions " + counted.untold()
                    + " is the log's word: leaves do not tell");
        }
        if (counted.complete()) {
            return "control totals right, no entry of the range is missing";
        }
        caveats.add("that no other entry satisfies the query is the log's word (completeness: asserted)");
        return "control totals right";
    }

    private String csv() throws CheckFailed, IOException {
        CsvForm.requireEqual(
                part("entries.csv"), part("entries.jsonl"), manifestRead().log());
        return "entries.csv equals entries.jsonl";
    }

    private String facts() throws CheckFailed, IOException {
        int[] count = {0};
        part("facts.jsonl").eachLine(line -> {
            int i = count[0]++;
            if (i < leavesRead().size()) {
                String what = "facts of " + leavesRead().name(i);
                Json json = StrictJson.parseCanonical(what, line);
                CheckFailed.requireEqual(what, leavesRead().name(i), Json.text(what, json, "entry"));
                byte[] bytes = Json.text(what, json, "facts").getBytes(StandardCharsets.UTF_8);
                CheckFailed.requireEqual("SHA-256 of the " + what, leavesRead().facts(i), Sha256.hex(Sha256.of(bytes)));
            }
        });
        CheckFailed.requireEqual("facts", leavesRead().size(), count[0]);
        return count[0] + " are those their leaves commit to";
    }

    private String consistency() throws CheckFailed, IOException {
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
            ProofFile.requireConsistency(bytes(file), earlier, now);
        }
        return "the tree of size " + earlier.size() + " is a prefix of that of size " + now.size();
    }

    private Manifest manifestRead() {
        return Objects.requireNonNull(manifest);
    }

    private Leaves leavesRead() {
        return Objects.requireNonNull(leaves);
    }

    private Part part(String name) throws CheckFailed {
        Part part = parts.get(name);
        if (part == null) {
            throw new CheckFailed("the pack", "a file " + name, "none");
        }
        return part;
    }

    private byte[] bytes(String name) throws CheckFailed, IOException {
        return part(name).bytes();
    }

    private void after(String name, @Nullable Object needed, String because, Check check) throws IOException {
        if (needed == null) {
            steps.add(new Step.Skipped(name, because));
        } else {
            run(name, check);
        }
    }

    private void run(String name, Check check) throws IOException {
        try {
            steps.add(new Step.Passed(name, check.run()));
        } catch (CheckFailed failed) {
            steps.add(new Step.Failed(name, failed.what(), failed.expected(), failed.found()));
        }
    }

    private interface Check {
        String run() throws CheckFailed, IOException;
    }
}
