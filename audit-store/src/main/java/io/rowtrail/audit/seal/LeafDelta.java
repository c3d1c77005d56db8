package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A leaf told by how it differs from another one, the base: {@code 0x01 | {skip (varint), form, content}}, for each token that
 * differs. A token is a string with its quotes or a run of other characters between strings; both leaves have as many.
 * {@code skip} counts the tokens since the last one told that are those of the base. What {@link #tell} gives always opens to
 * the very bytes it was given; where it would not, it gives nothing.
 */
public final class LeafDelta {
    private static final int VERSION = 1;

    /** Most bytes of a leaf, and so of what may be opened. */
    private static final int MOST = LeafForm.MAX_LEAF;

    private LeafDelta() {}

    /** How {@code leaf} differs from {@code base}; empty when it cannot be told so, or not in fewer bytes than half of it. */
    public static Optional<Bytes> tell(Bytes leaf, Bytes base) {
        List<String> tokens = tokens(leaf.utf8());
        List<String> others = tokens(base.utf8());
        if (tokens.size() != others.size()) {
            return Optional.empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(VERSION);
        int skip = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).equals(others.get(i))) {
                skip++;
            } else {
                TokenForm.varint(out, skip);
                TokenForm.write(out, tokens.get(i), others.get(i));
                skip = 0;
            }
        }
        Bytes told = Bytes.of(out.toByteArray());
        return told.length() <= leaf.length() / 2 && opens(told, base, leaf) ? Optional.of(told) : Optional.empty();
    }

    private static boolean opens(Bytes told, Bytes base, Bytes leaf) {
        try {
            return open(told, base).equals(leaf);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The leaf that was told.
     *
     * @throws IllegalArgumentException if these bytes tell none, or not by this base
     */
    public static Bytes open(Bytes told, Bytes base) {
        ByteBuffer in = ByteBuffer.wrap(told.toByteArray());
        List<String> tokens = tokens(base.utf8());
        try {
            if (in.get() != VERSION) {
                throw new IllegalArgumentException("a leaf told in an unknown form");
            }
            int at = 0;
            while (in.hasRemaining()) {
                at += TokenForm.varint(in);
                if (at < 0 || at >= tokens.size()) {
                    throw new IllegalArgumentException("a leaf told by another base");
                }
                tokens.set(at, TokenForm.read(in, tokens.get(at)));
                at++;
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a told leaf ends too early", e);
        }
        Bytes leaf = Bytes.of(String.join("", tokens).getBytes(StandardCharsets.UTF_8));
        if (leaf.length() > MOST) {
            throw new IllegalArgumentException("a leaf is not so long");
        }
        return leaf;
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>(64);
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '"' ? closing(text, at + 1) : text.indexOf('"', at);
            int next = end < 0 ? text.length() : end;
            tokens.add(text.substring(at, next));
            at = next;
        }
        return tokens;
    }

    /** Behind the quote that ends a string. */
    private static int closing(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\') {
                at++;
            }
        }
        return text.length();
    }
}
