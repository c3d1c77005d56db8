package io.rowtrail.verifier;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A pack's ZIP in its one form: names in order, bytes stored as they are, no times, no comments, nothing between and
 * nothing behind. Whatever a ZIP reader would overlook is a difference here.
 */
final class Container {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    private final SortedMap<String, byte[]> parts;
    private final List<CheckFailed> differences;

    private Container(SortedMap<String, byte[]> parts, List<CheckFailed> differences) {
        this.parts = parts;
        this.differences = differences;
    }

    /** Takes {@code zip} apart; fails only where its parts cannot be told from one another. */
    static Container parse(byte[] zip) throws CheckFailed {
        ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        SortedMap<String, byte[]> parts = new TreeMap<>();
        List<CheckFailed> differences = new ArrayList<>();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        String last = "";
        while (in.remaining() >= LOCAL_BYTES && in.getInt(in.position()) == LOCAL) {
            int from = in.position();
            int size = in.getInt(from + 22);
            int nameLength = in.getShort(from + 26) & 0xffff;
            if (size < 0 || in.remaining() - LOCAL_BYTES - nameLength < size) {
                throw new CheckFailed("part at byte " + from, "all of it", "the end of the file");
            }
            String name = new String(zip, from + LOCAL_BYTES, nameLength, StandardCharsets.US_ASCII);
            int start = from + LOCAL_BYTES + nameLength;
            byte[] part = Arrays.copyOfRange(zip, start, start + size);
            in.position(start + size);
            compare(differences, "header of " + name, local(name, part), Arrays.copyOfRange(zip, from, start));
            if (parts.put(name, part) != null || name.compareTo(last) < 0) {
                differences.add(new CheckFailed("part " + name, "names in order, each once", "after " + last));
            }
            last = name;
            directory.writeBytes(central(name, part, from));
        }
        directory.writeBytes(end(parts.size(), directory.size(), in.position()));
        compare(differences, "directory", directory.toByteArray(), Arrays.copyOfRange(zip, in.position(), zip.length));
        return new Container(parts, differences);
    }

    SortedMap<String, byte[]> parts() {
        return parts;
    }

    /** How it differs from the one form; empty when it does not. */
    List<CheckFailed> differences() {
        return differences;
    }

    private static void compare(List<CheckFailed> differences, String what, byte[] expected, byte[] found) {
        int at = Arrays.mismatch(expected, found);
        if (at >= 0) {
            differences.add(new CheckFailed(what + ", byte " + at, hexAt(expected, at), hexAt(found, at)));
        }
    }

    private static String hexAt(byte[] bytes, int at) {
        return at >= bytes.length ? "the end" : String.format("%02x", bytes[at]);
    }

    private static byte[] local(String name, byte[] part) {
        byte[] header = new byte[LOCAL_BYTES + name.length()];
        ByteBuffer out = little(header).putInt(LOCAL);
        common(out, name, part);
        out.put(name.getBytes(StandardCharsets.US_ASCII));
        return header;
    }

    private static byte[] central(String name, byte[] part, int offset) {
        byte[] header = new byte[CENTRAL_BYTES + name.length()];
        ByteBuffer out = little(header).putInt(CENTRAL).putShort((short) 20);
        common(out, name, part);
        // No comment, one disk, no attributes.
        out.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(offset);
        out.put(name.getBytes(StandardCharsets.US_ASCII));
        return header;
    }

    /** What local and central headers share: stored, dated 1980-01-01. */
    private static void common(ByteBuffer out, String name, byte[] part) {
        CRC32 crc = new CRC32();
        crc.update(part);
        out.putShort((short) 10).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        out.putShort((short) 0x21)
                .putInt((int) crc.getValue())
                .putInt(part.length)
                .putInt(part.length);
        out.putShort((short) name.length()).putShort((short) 0);
    }

    private static byte[] end(int count, int size, int offset) {
        byte[] record = new byte[END_BYTES];
        ByteBuffer out = little(record).putInt(END).putShort((short) 0).putShort((short) 0);
        out.putShort((short) count)
                .putShort((short) count)
                .putInt(size)
                .putInt(offset)
                .putShort((short) 0);
        return record;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
