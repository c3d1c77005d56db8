package io.rowtrail.verifier;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** One file of a pack, where it lies and what its digest is. */
final class Part {
    /** Largest file that is looked at as a whole. */
    private static final long MAX_WHOLE = 64L << 20;

    private final Source source;
    private final String name;
    private final long offset;
    private final long size;
    private final String sha256;

    Part(Source source, String name, long offset, long size, String sha256) {
        this.source = source;
        this.name = name;
        this.offset = offset;
        this.size = size;
        this.sha256 = sha256;
    }

    String sha256() {
        return sha256;
    }

    /** All of its bytes. */
    byte[] bytes() throws CheckFailed, IOException {
        if (size > MAX_WHOLE) {
            throw new CheckFailed(name, "at most " + MAX_WHOLE + " bytes", Long.toString(size));
        }
        try (InputStream in = source.from(offset)) {
            return in.readNBytes((int) size);
        }
    }

    /** Its lines, each ended by a newline, handed on one by one without it. */
    void eachLine(EachLine each) throws CheckFailed, IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = source.from(offset)) {
            for (long left = size; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
                lines(buffer, read, line, each);
                left -= read;
            }
        }
        if (line.size() > 0) {
            throw new CheckFailed(name, "a newline at the end", "none");
        }
    }

    private static void lines(byte[] buffer, int length, ByteArrayOutputStream line, EachLine each)
            throws CheckFailed, IOException {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                line.write(buffer, from, i - from);
                each.accept(line.toByteArray());
                line.reset();
                from = i + 1;
            }
        }
        line.write(buffer, from, length - from);
    }

    /** Takes a line. */
    interface EachLine {
        void accept(byte[] line) throws CheckFailed, IOException;
    }
}
