package io.rowtrail.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** A file of the lake, opened for reading at any position. */
final class LocalInputFile implements InputFile {
    private final String location;

    LocalInputFile(String location) {
        this.location = location;
    }

    @Override
    public long getLength() {
        try {
            return Files.size(LocalPaths.toPath(location));
        } catch (NoSuchFileException e) {
            throw new NotFoundException(e, "no such file: %s", location);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the length of " + location, e);
        }
    }

    @Override
    public SeekableInputStream newStream() {
        try {
            return new LocalInputStream(FileChannel.open(LocalPaths.toPath(location), StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw new NotFoundException(e, "no such file: %s", location);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + location, e);
        }
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public boolean exists() {
        return Files.exists(LocalPaths.toPath(location));
    }

    private static final class LocalInputStream extends SeekableInputStream implements RangeReadable {
        private final FileChannel channel;
        private final InputStream stream;

        LocalInputStream(FileChannel channel) {
            this.channel = channel;
            this.stream = Channels.newInputStream(channel);
        }

        @Override
        public long getPos() throws IOException {
            return channel.position();
        }

        @Override
        public void seek(long position) throws IOException {
            channel.position(position);
        }

        @Override
        public int read() throws IOException {
            return stream.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return stream.read(bytes, offset, length);
        }

        @Override
        public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(bytes, offset, length);
            long at = position;
            while (target.hasRemaining()) {
                int n = channel.read(target, at);
                if (n < 0) {
                    throw new java.io.EOFException("the file ends before " + length + " bytes at " + position);
                }
                at += n;
            }
        }

        @Override
        public int readTail(byte[] bytes, int offset, int length) throws IOException {
            int n = (int) Math.min(length, channel.size());
            readFully(channel.size() - n, bytes, offset, n);
            return n;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
