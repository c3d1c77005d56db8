package io.rowtrail.audit.merkle;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value: 32 bytes that never change. */
public final class Hash {
    /** Length in bytes of every hash of the log. */
    public static final int BYTES = 32;

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /** @throws IllegalArgumentException if {@code value} is not exactly 32 bytes */
    public static Hash of(byte[] value) {
        return of(value, 0, value.length);
    }

    /** The hash in {@code length} bytes from {@code offset}, copied. */
    public static Hash of(byte[] value, int offset, int length) {
        if (length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + length);
        }
        return new Hash(Arrays.copyOfRange(value, offset, offset + length));
    }

    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hexadecimal digits */
    public static Hash parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("a hash is 64 lower-case hexadecimal digits");
        }
        return new Hash(HexFormat.of().parseHex(hex));
    }

    /** A copy of the 32 bytes. */
    public byte[] toByteArray() {
        return value.clone();
    }

    /** Copies the 32 bytes into {@code target} from {@code offset}. */
    void copyTo(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, BYTES);
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
