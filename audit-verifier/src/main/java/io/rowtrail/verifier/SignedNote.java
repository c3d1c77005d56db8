package io.rowtrail.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A C2SP signed note, taken apart. */
final class SignedNote {
    private static final String SIGNATURE = "\u2014 ";

    private final String text;
    private final List<Line> signatures;

    private SignedNote(String text, List<Line> signatures) {
        this.text = text;
        this.signatures = signatures;
    }

    static SignedNote parse(String what, byte[] bytes) throws CheckFailed {
        String note;
        try {
            note = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckFailed(what, "UTF-8 text", "other bytes");
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n")) {
            throw new CheckFailed(what, "a text, an empty line, signatures", "no such form");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(split + 2, note.length() - 1).split("\n", -1)) {
            int space = line.indexOf(' ', SIGNATURE.length());
            if (!line.startsWith(SIGNATURE) || space < 0) {
                throw new CheckFailed(what, "a signature line", line);
            }
            byte[] signature = Base64Text.decode(what + " signature", line.substring(space + 1));
            lines.add(new Line(line.substring(SIGNATURE.length(), space), signature));
        }
        return new SignedNote(note.substring(0, split + 1), lines);
    }

    /** The signed text, its last newline included. */
    String text() {
        return text;
    }

    /**
     * Requires that at least one of {@code keys} signed, and that no signature said to be theirs is wrong.
     *
     * @return the name of a key that did
     */
    String requireSignedBy(String what, List<VerifierKey> keys) throws CheckFailed {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        String signer = null;
        for (Line line : signatures) {
            for (VerifierKey key : keys) {
                if (key.name().equals(line.name()) && key.hasId(line.id())) {
                    if (!key.verifies(message, line.signature())) {
                        throw new CheckFailed(what, "a signature by " + key.name(), "one that does not verify");
                    }
                    signer = key.name();
                }
            }
        }
        if (signer == null) {
            throw new CheckFailed(
                    what,
                    "a signature by " + keys.stream().map(VerifierKey::name).toList(),
                    "signatures by " + signatures.stream().map(Line::name).toList());
        }
        return signer;
    }

    private static final class Line {
        private final String name;
        private final byte[] bytes;

        Line(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        String name() {
            return name;
        }

        byte[] id() {
            return Arrays.copyOf(bytes, VerifierKey.ID_BYTES);
        }

        byte[] signature() {
            return Arrays.copyOfRange(bytes, Math.min(VerifierKey.ID_BYTES, bytes.length), bytes.length);
        }
    }
}
