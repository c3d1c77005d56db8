package io.rowtrail.capture.post;

import io.rowtrail.capture.source.ChangeRow;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows' commitments, in the bytes that {@link Manifest} documents; a row is gathered and hashed in one go. For one thread. */
final class RowDigest {
    private static final byte VERSION = 1;
    private static final int FIRST_BYTES = 512;
    /** What a large value made of the buffer is given back. */
    private static final int KEPT_BYTES = 1 << 20;

    private final MessageDigest digest = Manifest.sha256();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private @Nullable List<String> names;
    /** The columns by name, as places in {@link #names}; of two of one name the later. */
    private int[] order = new int[0];

    private byte[][] encodedNames = new byte[0][];

    byte[] of(byte[] salt, ChangeRow row, int seq) {
        order(row.names());
        length = 0;
        room(1 + salt.length);
        bytes[length++] = VERSION;
        System.arraycopy(salt, 0, bytes, length, salt.length);
        length += salt.length;
        text(row.op());
        number(seq);
        number(order.length);
        for (int i = 0; i < order.length; i++) {
            text(encodedNames[i]);
            Object value = row.values()[order[i]];
            if (value == null) {
                number(-1);
            } else {
                text(textOf(value));
            }
        }
        digest.update(bytes, 0, length);
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        return digest.digest();
    }

    /** Rows of one shape share their list of names. */
    @SuppressWarnings("ReferenceEquality")
    private void order(List<String> rowNames) {
        if (rowNames == names) {
            return;
        }
        TreeMap<String, Integer> sorted = new TreeMap<>();
        for (int i = 0; i < rowNames.size(); i++) {
            sorted.put(rowNames.get(i), i);
        }
        order = sorted.values().stream().mapToInt(Integer::intValue).toArray();
        encodedNames = sorted.keySet().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        names = rowNames;
    }

    private static String textOf(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return HexFormat.of().formatHex(copy);
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    private void text(String text) {
        text(text.getBytes(StandardCharsets.UTF_8));
    }

    private void text(byte[] text) {
        number(text.length);
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void number(int number) {
        room(Integer.BYTES);
        bytes[length++] = (byte) (number >>> 24);
        bytes[length++] = (byte) (number >>> 16);
        bytes[length++] = (byte) (number >>> 8);
        bytes[length++] = (byte) number;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), (int)
                    Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }
}
