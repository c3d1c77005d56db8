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
import org.jspecify.annotations.Nullable;

/** The capture's own files, held by one process at a time; the lock goes with the process, however it ends. */
final class StateDirectory implements AutoCloseable {
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

    Path journal() {
        return directory.resolve("ordinals.journal");
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

    Path status() {
        return directory.resolve("status.json");
    }

    /** The secret under the row commitments, made once. */
    byte[] manifestKey() {
        Path file = directory.resolve("manifest.key");
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
                throw new CaptureException("the manifest key " + file + " is damaged: restore it from a backup");
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
