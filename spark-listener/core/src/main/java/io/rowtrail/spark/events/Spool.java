package io.rowtrail.spark.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Events that wait on disk, oldest first by name; an event is there whole or not at all. */
final class Spool {
    private static final String SUFFIX = ".json";
    private static final String REFUSED = ".refused";

    private final Path directory;
    private final Clock clock;
    private long sequence;

    Spool(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    synchronized void put(String event) throws IOException {
        Files.createDirectories(directory);
        String name = String.format("%015d-%06d-%s", clock.millis(), sequence++, UUID.randomUUID());
        Path temporary = directory.resolve(name + ".tmp");
        try (FileChannel file =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(temporary, directory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    List<Path> waiting() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(Path file) throws IOException {
        return Files.readString(file);
    }

    void sent(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Kept for a person to look at, never sent again. */
    void refused(Path file) throws IOException {
        Files.move(
                file,
                file.resolveSibling(file.getFileName() + REFUSED),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
