package io.rowtrail.audit.note;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file with the last checkpoint: replaced whole, flushed to the disk, changed only under a lock of its own. */
public final class FileCheckpointStore implements CheckpointStore {
    private final Path file;
    private final Object monitor = new Object();

    public FileCheckpointStore(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public Optional<String> latest() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoint store", e);
        }
    }

    @Override
    public boolean swap(Optional<String> expected, String next) {
        synchronized (monitor) {
            try {
                Files.createDirectories(directory());
                try (FileChannel guard = FileChannel.open(
                                sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = guard.lock()) {
                    if (!held.isValid() || !latest().equals(expected)) {
                        return false;
                    }
                    replace(next);
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot change the checkpoint store", e);
            }
        }
    }

    @Override
    public String forkSafety() {
        return "local";
    }

    private void replace(String next) throws IOException {
        Path fresh = sibling(".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(next.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path directory() {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException("the checkpoint store is a file in a directory");
        }
        return parent;
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
