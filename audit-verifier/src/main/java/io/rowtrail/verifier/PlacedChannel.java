package io.rowtrail.verifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** Reads a file from a place of its own, leaving the file's position and life to others. */
final class PlacedChannel implements ReadableByteChannel {
    private final FileChannel file;
    private long at;

    PlacedChannel(FileChannel file, long at) {
        this.file = file;
        this.at = at;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = file.read(target, at);
        at += Math.max(0, read);
        return read;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() {
        // The file is its opener's.
    }
}
