package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.process.Liveness;
import io.rowtrail.quickstart.process.StackException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two launchers from changing one stack at the same time. The operating system gives the lock up when its holder
 * dies, however it dies; the file stays and is empty while nobody holds it.
 *
 * <p>The holder must not open the file a second time: on POSIX systems closing any channel of a file gives up all locks
 * that the process has on it.
 */
public final class LauncherLock implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Path file;
    private final FileChannel channel;

    private LauncherLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Who holds the lock. */
    public record Holder(long pid, String verb) {
        /** Empty when it is gone. */
        public Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid).filter(Liveness::runs);
        }
    }

    /** Takes the lock, or says who holds it when that does not end in time. */
    public static LauncherLock take(Path directory, String verb, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Path file = file(directory);
        while (true) {
            LauncherLock lock = tryTake(file, verb);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StackException(holder(directory)
                        .map(h -> "./rowtrail " + h.verb() + " (process " + h.pid() + ") is at work on this stack. "
                                + "Wait for it, end it with Ctrl-C, or run ./rowtrail down.")
                        .orElse("Another launcher is at work on this stack: " + file + " is locked."));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("interrupted", e);
            }
        }
    }

    /** Who wrote the lock file last; the lock may be free all the same. */
    public static Optional<Holder> holder(Path directory) {
        try {
            String[] words = Files.readString(file(directory)).split(" ", -1);
            return words.length < 2 ? Optional.empty() : Optional.of(new Holder(Long.parseLong(words[0]), words[1]));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static Path file(Path directory) {
        return directory.resolve("launcher");
    }

    @SuppressWarnings("resource") // the lock lives as long as its channel, which close() closes
    private static @Nullable LauncherLock tryTake(Path file, String verb) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = attempt(channel);
            if (lock != null) {
                String mine = ProcessHandle.current().pid() + " " + verb;
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.UTF_8)), 0);
                return new LauncherLock(file, channel);
            }
            channel.close();
            return null;
        } catch (IOException e) {
            throw new StackException("Cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            throw new StackException("Cannot release " + file + ": " + e.getMessage(), e);
        }
    }
}
