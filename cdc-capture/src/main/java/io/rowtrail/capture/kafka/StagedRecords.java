package io.rowtrail.capture.kafka;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A snapshot's records in one file, until the source will not send the snapshot again. For one thread. */
final class StagedRecords {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private @Nullable Open open;

    private record Open(FileChannel channel, DataOutputStream out) {}

    /** Takes each record with its ordinal, in order. */
    @FunctionalInterface
    interface Taker {
        void take(long ordinal, ChangeRecord record);
    }

    StagedRecords(Path file) {
        this.file = file;
    }

    /** Empty from now on. */
    void begin() {
        discard();
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            open = new Open(
                    channel, new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void add(long ordinal, ChangeRecord record) {
        Open to = open;
        if (to == null) {
            throw new IllegalStateException("no snapshot was begun");
        }
        try {
            to.out().writeLong(ordinal);
            record.write(to.out());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** On the disk on return. */
    void end() {
        Open to = open;
        if (to == null) {
            return;
        }
        open = null;
        try (to.channel) {
            to.out().flush();
            to.channel().force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void each(Taker taker) {
        if (!Files.exists(file)) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            while (true) {
                long ordinal;
                try {
                    ordinal = in.readLong();
                } catch (EOFException e) {
                    return;
                }
                taker.take(ordinal, ChangeRecord.read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    void discard() {
        end();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
