package io.rowtrail.verifier;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** The bytes of a pack, to be read from any place. */
interface Source {
    long size() throws IOException;

    /** The bytes from {@code offset} on; at most one stream is read at a time from the same place. */
    InputStream from(long offset) throws IOException;

    static Source of(byte[] bytes) {
        return new Source() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream from(long offset) {
                return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
            }
        };
    }

    /** Streams over a channel keep places of their own. */
    static Source of(FileChannel channel) {
        return new Source() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public InputStream from(long offset) {
                return Channels.newInputStream(new PlacedChannel(channel, offset));
            }
        };
    }
}
