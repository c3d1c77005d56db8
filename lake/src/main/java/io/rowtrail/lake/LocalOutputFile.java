package io.rowtrail.lake;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * A file of the lake being written. Closing forces the bytes and the directory entry to the disk: the catalogue may
 * name the file in its next transaction.
 */
final class LocalOutputFile implements OutputFile {
    private static final int BUFFER = 1 << 16;

    private final String location;

    LocalOutputFile(String location) {
        this.location = location;
    }

    @Override
    public PositionOutputStream create() {
        return open(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        return open(Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public InputFile toInputFile() {
        return new LocalInputFile(location);
    }

    private PositionOutputStream open(Set<? extends OpenOption> options) {
        Path path = LocalPaths.toPath(location);
        try {
            Files.createDirectories(path.getParent());
            return new LocalOutputStream(path, FileChannel.open(path, options));
        } catch (FileAlreadyExistsException e) {
            throw new AlreadyExistsException(e, "the file exists: %s", location);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + location, e);
        }
    }

    private static final class LocalOutputStream extends PositionOutputStream {
        private final Path path;
        private final FileChannel channel;
        private final OutputStream stream;
        private long position;
        private boolean closed;

        LocalOutputStream(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
            this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            stream.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try (channel) {
                stream.flush();
                channel.force(true);
            }
            try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
