package io.rowtrail.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A sequence of bytes that never changes. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** A copy of {@code value}. */
    public static Bytes of(byte[] value) {
        return new Bytes(value.clone());
    }

    /** The UTF-8 bytes of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return value.clone();
    }

    /** These bytes and then {@code more}. */
    public Bytes concat(byte[] more) {
        byte[] all = Arrays.copyOf(value, value.length + more.length);
        System.arraycopy(more, 0, all, value.length, more.length);
        return new Bytes(all);
    }

    /** The bytes read as UTF-8. */
    public String utf8() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Lower-case hexadecimal digits, two a byte. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    public int length() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** The length only: what a log holds is never printed by accident. */
    @Override
    public String toString() {
        return "Bytes[" + value.length + "]";
    }
}
