package io.rowtrail.capture;

import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The capture's own files, held by one process at a time; the lock goes with the process, however it ends. */
final class StateDirectory implements AutoCloseable {
    static final String STATUS = "status.json";
    private static final int KEY_BYTES = 32;

    private final Path directory;
    private final FileChannel lockChannel;

    private StateDirectory(Path directory, FileChannel lockChannel) {
        this.directory = directory;
        this.lockChannel = lockChannel;
    }

    /** @throws CaptureException if another process has it */
    static StateDirectory open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CaptureException("another capture works in " + directory + ": stop it first");
            }
            return new StateDirectory(directory, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use state.dir " + directory, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The first incarnation's journal has no number in its name. */
    Path journal(int first, int incarnation) {
        return directory.resolve(incarnation == first ? "ordinals.journal" : "ordinals-" + incarnation + ".journal");
    }

    Path incarnation() {
        return directory.resolve("incarnation.json");
    }

    /** The counters as they were before an incarnation. */
    Path coverageBefore(int incarnation) {
        return directory.resolve("coverage-before-" + incarnation + ".json");
    }

    Path offsets() {
        return directory.resolve("offsets.json");
    }

    Path coverage() {
        return directory.resolve("coverage.json");
    }

    Path spool() {
        return directory.resolve("spool");
    }

    /** For rows of the transaction at hand only; empty on return, whatever a killed process left. */
    Path spill() {
        Path spill = directory.resolve("spill");
        try {
            Files.createDirectories(spill);
            try (Stream<Path> left = Files.list(spill)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + spill, e);
        }
        return spill;
    }

    /** A snapshot on its way to Kafka. */
    Path stagedSnapshot() {
        return directory.resolve("kafka-snapshot.records");
    }

    Path status() {
        return directory.resolve(STATUS);
    }

    /** The secret under the row commitments, made once. */
    byte[] manifestKey() {
        return key("manifest.key");
    }

    /** The secret under the hashes of columns, made once; put one there before the first start to share it. */
    byte[] pseudonymKey() {
        return key("columns.key");
    }

    private byte[] key(String name) {
        Path file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                DurableFile.replace(file, key);
                if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_BYTES) {
                throw new CaptureException("the key " + file + " is damaged: restore it from a backup");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + directory, e);
        }
    }
}
