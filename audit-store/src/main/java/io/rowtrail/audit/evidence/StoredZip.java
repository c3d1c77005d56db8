package io.rowtrail.audit.evidence;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;

/**
 * Writes a ZIP that depends on nothing but names and contents: files in the order of their names, stored, dated
 * 1980-01-01, no comments. Not compressed, so that no version of a compressor shows and every byte counts.
 */
final class StoredZip {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    private StoredZip() {}

    /** @throws IOException if the files are 2 GiB or more together, or cannot be read or written */
    static void write(SortedMap<String, Path> files, Path target) throws IOException {
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        long offset = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                byte[] name = file.getKey().getBytes(StandardCharsets.US_ASCII);
                long size = Files.size(file.getValue());
                if (offset + size + LOCAL_BYTES + name.length > Integer.MAX_VALUE) {
                    throw new IOException("an evidence pack holds less than 2 GiB: ask for fewer entries");
                }
                int crc = crc(file.getValue());
                out.write(local(name, crc, (int) size));
                directory.writeBytes(central(name, crc, (int) size, (int) offset));
                Files.copy(file.getValue(), out);
                offset += LOCAL_BYTES + name.length + size;
            }
            out.write(directory.toByteArray());
            out.write(end(files.size(), directory.size(), (int) offset));
        }
    }

    private static byte[] local(byte[] name, int crc, int size) {
        byte[] header = new byte[LOCAL_BYTES + name.length];
        ByteBuffer out = little(header).putInt(LOCAL);
        common(out, name, crc, size);
        out.put(name);
        return header;
    }

    private static byte[] central(byte[] name, int crc, int size, int offset) {
        byte[] header = new byte[CENTRAL_BYTES + name.length];
        ByteBuffer out = little(header).putInt(CENTRAL).putShort((short) 20);
        common(out, name, crc, size);
        // No comment, one disk, no attributes.
        out.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(offset);
        out.put(name);
        return header;
    }

    private static void common(ByteBuffer out, byte[] name, int crc, int size) {
        out.putShort((short) 10).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        out.putShort((short) 0x21).putInt(crc).putInt(size).putInt(size);
        out.putShort((short) name.length).putShort((short) 0);
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

    private static int crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return (int) crc.getValue();
    }
}
