package io.rowtrail.capture.ordinal;

import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/** The journal's bytes: appended, forced on request, read back whole. A torn last record is cut off at opening. */
final class JournalFile implements AutoCloseable {
    private static final int RECORDS_IN_BUFFER = 2_048;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(JournalEntry.SIZE * RECORDS_IN_BUFFER);

    private JournalFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens or creates the file and gives every record to {@code reader}, in order.
     *
     * @throws CaptureException if a record within the file is damaged
     */
    static JournalFile open(Path path, Consumer<JournalEntry> reader) {
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            JournalFile file = new JournalFile(path, channel);
            long whole = file.scan(reader);
            if (whole < channel.size()) {
                channel.truncate(whole);
                channel.force(true);
            }
            channel.position(whole);
            DurableFile.syncDirectoryOf(path);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ordinal journal " + path, e);
        }
    }

    /** Reads all records again; returns the length of the sound part. */
    final long scan(Consumer<JournalEntry> reader) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(JournalEntry.SIZE * RECORDS_IN_BUFFER);
        long sound = 0;
        long size = channel.size();
        while (sound + JournalEntry.SIZE <= size) {
            chunk.clear();
            chunk.limit((int) Math.min(chunk.capacity(), (size - sound) / JournalEntry.SIZE * JournalEntry.SIZE));
            while (chunk.hasRemaining()) {
                if (channel.read(chunk, sound + chunk.position()) < 0) {
                    return sound;
                }
            }
            chunk.flip();
            while (chunk.hasRemaining()) {
                Optional<JournalEntry> entry = JournalEntry.read(chunk);
                if (entry.isEmpty()) {
                    return damaged(sound, size);
                }
                reader.accept(entry.get());
                sound += JournalEntry.SIZE;
            }
        }
        return sound;
    }

    /** Only what an interrupted write leaves is forgiven: nothing sound may follow. */
    private long damaged(long at, long size) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(JournalEntry.SIZE);
        for (long next = at + JournalEntry.SIZE; next + JournalEntry.SIZE <= size; next += JournalEntry.SIZE) {
            record.clear();
            while (record.hasRemaining() && channel.read(record, next + record.position()) >= 0) {
                // Until the record is whole.
            }
            record.flip();
            if (JournalEntry.read(record).isPresent()) {
                throw new CaptureException("the ordinal journal " + path + " is damaged at byte " + at
                        + ": restore the capture's state.dir, or start with a higher source.incarnation");
            }
        }
        return at;
    }

    void append(JournalEntry entry) {
        if (!buffer.hasRemaining()) {
            drain();
        }
        entry.write(buffer);
    }

    /** Returns when everything appended so far is on the disk. */
    void force() {
        drain();
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ordinal journal " + path, e);
        }
    }

    private void drain() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ordinal journal " + path, e);
        }
        buffer.clear();
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            // Whoever wrote was interrupted, which closes the channel. What was not forced was used by nobody.
            return;
        }
        force();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the ordinal journal " + path, e);
        }
    }
}
