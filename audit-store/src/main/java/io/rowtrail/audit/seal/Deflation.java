package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bytes made smaller: {@code length (4) | raw deflate stream}, the length that of the plain bytes, big-endian. A dictionary
 * is bytes that both sides have and that the plain ones are like; of a long one only the last 32 KiB count.
 */
public final class Deflation {
    private static final int LENGTH = 4;
    private static final int CHUNK = 4_096;

    private Deflation() {}

    /** {@code plain} made smaller with {@code dictionary}, which may be empty. */
    public static byte[] deflate(Bytes plain, Bytes dictionary) {
        byte[] input = plain.toByteArray();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            if (!dictionary.isEmpty()) {
                deflater.setDictionary(dictionary.toByteArray());
            }
            deflater.setInput(input);
            deflater.finish();
            byte[] out = new byte[LENGTH + CHUNK];
            ByteBuffer.wrap(out).putInt(input.length);
            int length = LENGTH;
            while (!deflater.finished()) {
                if (length == out.length) {
                    out = Arrays.copyOf(out, 2 * out.length);
                }
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    /**
     * What {@link #deflate} was given.
     *
     * @param most most bytes it may be
     * @throws IllegalArgumentException if these are not such bytes, or not with this dictionary
     */
    public static Bytes inflate(byte[] deflated, Bytes dictionary, int most) {
        int length = deflated.length < LENGTH ? -1 : ByteBuffer.wrap(deflated).getInt();
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("not deflated bytes");
        }
        Inflater inflater = new Inflater(true);
        try {
            if (!dictionary.isEmpty()) {
                inflater.setDictionary(dictionary.toByteArray());
            }
            inflater.setInput(deflated, LENGTH, deflated.length - LENGTH);
            byte[] plain = new byte[length];
            int done = 0;
            while (done < length) {
                int more = inflater.inflate(plain, done, length - done);
                if (more == 0) {
                    throw new IllegalArgumentException("deflated bytes end too early");
                }
                done += more;
            }
            return Bytes.of(plain);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not deflated bytes", e);
        } finally {
            inflater.end();
        }
    }
}
