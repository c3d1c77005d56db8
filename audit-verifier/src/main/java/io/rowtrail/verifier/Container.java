package io.rowtrail.verifier;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

    private final SortedMap<String, Part> parts;
    private final List<CheckFailed> differences;

    private Container(SortedMap<String, Part> parts, List<CheckFailed> differences) {
        this.parts = parts;
        this.differences = differences;
    }

    /** Takes {@code zip} apart; fails only where its parts cannot be told from one another. */
    static Container parse(Source zip) throws CheckFailed, IOException {
        SortedMap<String, Part> parts = new TreeMap<>();
        List<CheckFailed> differences = new ArrayList<>();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        String last = "";
        long at = 0;
        for (byte[] header = read(zip, at, LOCAL_BYTES); isLocal(header); header = read(zip, at, LOCAL_BYTES)) {
            int size = little(header).getInt(22);
            int nameLength = little(header).getShort(26) & 0xffff;
            long start = at + LOCAL_BYTES + nameLength;
            if (size < 0 || zip.size() - start < size) {
                throw new CheckFailed("part at byte " + at, "all of it", "the end of the file");
            }
            String name = new String(read(zip, at + LOCAL_BYTES, nameLength), StandardCharsets.US_ASCII);
            Summary summary = Summary.of(zip, start, size);
            byte[] found = read(zip, at, LOCAL_BYTES + nameLength);
            compare(differences, "header of " + name, local(name, summary), found);
            Part part = new Part(zip, name, start, size, summary.sha256());
            if (parts.put(name, part) != null || name.compareTo(last) < 0) {
                differences.add(new CheckFailed("part " + name, "names in order, each once", "after " + last));
            }
            last = name;
            directory.writeBytes(central(name, summary, (int) at));
            at = start + size;
        }
        directory.writeBytes(end(parts.size(), directory.size(), (int) at));
        compare(differences, "directory", directory.toByteArray(), read(zip, at, directory.size() + 1));
        return new Container(parts, differences);
    }

    SortedMap<String, Part> parts() {
        return parts;
    }

    /** How it differs from the one form; empty when it does not. */
    List<CheckFailed> differences() {
        return differences;
    }

    private static boolean isLocal(byte[] header) {
        return header.length == LOCAL_BYTES && little(header).getInt(0) == LOCAL;
    }

    /** At most so many bytes: fewer at the end of the file. */
    private static byte[] read(Source zip, long at, int length) throws IOException {
        try (InputStream in = zip.from(at)) {
            return in.readNBytes(length);
        }
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

    private static byte[] local(String name, Summary part) {
        byte[] header = new byte[LOCAL_BYTES + name.length()];
        ByteBuffer out = little(header).putInt(LOCAL);
        common(out, name, part);
        out.put(name.getBytes(StandardCharsets.US_ASCII));
        return header;
    }

    private static byte[] central(String name, Summary part, int offset) {
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
    private static void common(ByteBuffer out, String name, Summary part) {
        out.putShort((short) 10).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        out.putShort((short) 0x21).putInt(part.crc()).putInt(part.size()).putInt(part.size());
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

    /** What a header says of a part's bytes, and their digest. */
    private record Summary(int size, int crc, String sha256) {
        static Summary of(Source zip, long start, int size) throws IOException {
            CRC32 crc = new CRC32();
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = zip.from(start)) {
                for (int left = size; left > 0; ) {
                    int read = in.read(buffer, 0, Math.min(left, buffer.length));
                    if (read < 0) {
                        throw new EOFException("the file became shorter while it was read");
                    }
                    crc.update(buffer, 0, read);
                    digest.update(buffer, 0, read);
                    left -= read;
                }
            }
            return new Summary(size, (int) crc.getValue(), Sha256.hex(digest.digest()));
        }
    }
}
