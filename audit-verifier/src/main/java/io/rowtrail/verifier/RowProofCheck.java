package io.rowtrail.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a row was so when its run's manifest was logged: row, leaf, manifest root, entry, checkpoint. The proof is
 * canonical JSON of which every member is checked, so that no byte of it can be another.
 */
final class RowProofCheck {
    private static final String KIND = "run.manifest";
    private static final byte VERSION = 1;
    private static final byte OF_VALUES = 2;
    private static final int SALT_BYTES = 16;
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final byte[] text;
    private final Trust trust;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Json proof;
    private @Nullable LoggedEntry entry;
    private @Nullable Json facts;
    private @Nullable TreeHead head;
    private List<VerifierKey> keys = List.of();

    RowProofCheck(byte[] text, Trust trust) {
        this.text = text.clone();
        this.trust = trust;
    }

    /** One thing to look at. */
    private interface Check {
        String look() throws CheckFailed;
    }

    Report run() {
        step("form", this::form);
        step("keys", this::keys);
        step("checkpoint", this::checkpoint);
        step("entry", this::entry);
        step("inclusion", this::inclusion);
        step("facts", this::facts);
        step("row", this::row);
        List<String> caveats = trust.earlierCheckpoint().isPresent()
                ? List.of("a proof of a row is not compared with an earlier checkpoint: an evidence pack is")
                : List.of();
        return new Report(steps, caveats, OptionalLong.of(1));
    }

    /** After a step that did not hold the others are not tried: each needs the one before. */
    private void step(String name, Check check) {
        for (Step before : steps) {
            if (before instanceof Step.Failed) {
                steps.add(new Step.Skipped(name, before.name()));
                return;
            }
        }
        try {
            steps.add(new Step.Passed(name, check.look()));
        } catch (CheckFailed e) {
            steps.add(new Step.Failed(name, e.what(), e.expected(), e.found()));
        }
    }

    private String form() throws CheckFailed {
        Json read = StrictJson.parseCanonical("proof", text);
        exactly("proof", read, "checkpoint", "entry", "inclusion", "manifest", "row", "v");
        exactly("entry", Json.object("proof", read, "entry"), "facts", "leaf", "name");
        exactly("inclusion", Json.object("proof", read, "inclusion"), "path", "size");
        exactly("manifest", Json.object("proof", read, "manifest"), "index", "path");
        exactly("row", Json.object("proof", read, "row"), "key", "salt", "tags", "values");
        if (!new Json.Whole(1).equals(Json.member(read, "v"))) {
            throw new CheckFailed("proof", "version 1", String.valueOf(Json.member(read, "v")));
        }
        proof = read;
        return "version 1";
    }

    private static void exactly(String what, Json object, String... members) throws CheckFailed {
        if (!(object instanceof Json.Members all)) {
            throw new CheckFailed(what, "an object", object.canonical());
        }
        CheckFailed.requireEqual(
                "members of " + what,
                List.of(members),
                List.copyOf(all.members().keySet()));
    }

    private String keys() throws CheckFailed {
        List<VerifierKey> given = new ArrayList<>();
        for (String key : trust.verifierKeys()) {
            given.add(VerifierKey.parse(key));
        }
        if (given.isEmpty()) {
            throw new CheckFailed("keys", "--vkey with the log's published key", "none");
        }
        keys = given;
        return given.size() + " given";
    }

    private String checkpoint() throws CheckFailed {
        byte[] note = Json.text("proof", proof(), "checkpoint").getBytes(StandardCharsets.UTF_8);
        TreeHead read = TreeHead.parse("checkpoint", note, keys);
        CheckFailed.requireEqual(
                "size of inclusion", Long.toString(read.size()), Json.text("inclusion", part("inclusion"), "size"));
        head = read;
        return "size " + read.size() + ", root " + Sha256.hex(read.root()) + ", signed by " + read.signer();
    }

    private String entry() throws CheckFailed {
        String name = Json.text("entry", part("entry"), "name");
        int colon = name.indexOf(':');
        if (colon < 1 || !name.matches("[a-z0-9-]+:[0-9]+")) {
            throw new CheckFailed("name of the entry", "log:index", name);
        }
        byte[] leaf = Base64Text.decode("leaf", Json.text("entry", part("entry"), "leaf"));
        String line = "{\"entry\":\"" + name + "\",\"leaf\":" + new String(leaf, StandardCharsets.UTF_8) + "}";
        LoggedEntry read = LoggedEntry.parse(line.getBytes(StandardCharsets.UTF_8), 1, name.substring(0, colon));
        CheckFailed.requireEqual("kind of " + name, KIND, read.word("kind"));
        entry = read;
        return name + ", recorded " + read.recordedAt();
    }

    private String inclusion() throws CheckFailed {
        TreeHead tree = Objects.requireNonNull(head);
        LoggedEntry logged = Objects.requireNonNull(entry);
        List<byte[]> path = ProofFile.path("inclusion", part("inclusion"));
        if (!Merkle.included(logged.index(), tree.size(), logged.leafHash(), path, tree.root())) {
            throw new CheckFailed(
                    logged.name(),
                    "a leaf under root " + Sha256.hex(tree.root()) + " of size " + tree.size(),
                    "leaf hash " + Sha256.hex(logged.leafHash()) + ", which its path does not lead there");
        }
        return "the entry's path leads to the checkpoint's root";
    }

    private String facts() throws CheckFailed {
        byte[] bytes = Base64Text.decode("facts", Json.text("entry", part("entry"), "facts"));
        LoggedEntry logged = Objects.requireNonNull(entry);
        CheckFailed.requireEqual("SHA-256 of the facts", logged.word("facts"), Sha256.hex(Sha256.of(bytes)));
        Json read = StrictJson.parse("facts", bytes);
        facts = read;
        Json dataset = Json.object("facts", read, "dataset");
        return "run " + Json.text("facts", read, "run") + " left " + Json.text("facts", read, "rows") + " rows of "
                + Json.text("dataset", dataset, "namespace") + " " + Json.text("dataset", dataset, "name")
                + " at snapshot " + Json.text("facts", read, "snapshot");
    }

    private String row() throws CheckFailed {
        Json told = Objects.requireNonNull(facts);
        byte[] root = Sha256.parse("root of the manifest", Json.text("facts", told, "root"));
        long rows = whole("rows of the manifest", Json.text("facts", told, "rows"));
        long index = whole("index in the manifest", Json.text("manifest", part("manifest"), "index"));
        List<byte[]> path = ProofFile.path("manifest", part("manifest"));
        String key = Json.text("row", part("row"), "key");
        byte[] leafHash = Sha256.leaf(leaf(key));
        if (!Merkle.included(index, rows, leafHash, path, root)) {
            throw new CheckFailed(
                    "row " + key,
                    "a leaf under root " + Sha256.hex(root) + " of " + rows + " rows",
                    "leaf hash " + Sha256.hex(leafHash) + ", which its path does not lead there");
        }
        return "row " + key + " with its values and its set of requests is one of them";
    }

    /** The bytes that RowCommitment of the service hashes. */
    private byte[] leaf(String key) throws CheckFailed {
        Json row = part("row");
        byte[] salt = Base64Text.decode("salt", Json.text("row", row, "salt"));
        CheckFailed.requireEqual("bytes of the salt", SALT_BYTES, salt.length);
        byte[] tags = Base64Text.decode("tags", Json.text("row", row, "tags"));
        byte[] values = Json.text("row", row, "values").getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer leaf = ByteBuffer.allocate(1 + SALT_BYTES + Integer.BYTES + keyBytes.length + 2 * Sha256.BYTES);
        leaf.put(VERSION).put(salt).putInt(keyBytes.length).put(keyBytes);
        leaf.put(Sha256.of(new byte[] {OF_VALUES}, salt, values)).put(Sha256.of(tags));
        return leaf.array();
    }

    private static long whole(String what, String text) throws CheckFailed {
        if (!WHOLE.matcher(text).matches()) {
            throw new CheckFailed(what, "a whole number", text);
        }
        return Long.parseLong(text);
    }

    private Json proof() {
        return Objects.requireNonNull(proof);
    }

    private Json part(String name) throws CheckFailed {
        return Json.object("proof", proof(), name);
    }
}
