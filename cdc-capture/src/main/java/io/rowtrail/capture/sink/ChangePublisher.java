package io.rowtrail.capture.sink;

import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
import java.util.Optional;

/**
 * Where captured transactions go beside the change tables. It keeps its own position together with the rows and passes
 * over what that covers, so replaying is harmless; its readers see transactions whole. For one thread.
 */
public interface ChangePublisher extends AutoCloseable {
    /** For captures that publish nowhere else. */
    ChangePublisher NONE = new Nowhere();

    /**
     * How far it is.
     *
     * @param position the last ordinal that readers see; -1 before one
     * @param records given to readers in this life of the capture, with their keys, values and headers in {@code bytes}
     * @param transactions commits in this life of the capture
     */
    record Standing(long position, long records, long bytes, long transactions) {}

    /** Empty where nothing is published. */
    Optional<Standing> standing();

    /**
     * Sends the rows of a transaction that the position does not cover; nobody sees them before {@link #commit}.
     *
     * @return how many rows were sent
     */
    int write(SourceTransaction transaction, ChangeOrdinal ordinal);

    /** Shows what was written, and makes {@code through} the position, as one. */
    void commit(ChangeOrdinal through);

    /** Forgets the chunks of a snapshot that is read again. */
    void beginSnapshot();

    /** Keeps a chunk of the snapshot on the disk: until the source's position lies behind it, it may be read again. */
    void stage(SourceTransaction chunk, ChangeOrdinal ordinal);

    /** The last chunk was staged: all are on the disk on return. */
    void endSnapshot();

    /** Sends and shows the staged chunks that the position does not cover; goes on where a crash left off. */
    void publishSnapshot();

    /** Takes back what was not committed. */
    @Override
    void close();

    /** Nothing is published. */
    final class Nowhere implements ChangePublisher {
        private Nowhere() {}

        @Override
        public Optional<Standing> standing() {
            return Optional.empty();
        }

        @Override
        public int write(SourceTransaction transaction, ChangeOrdinal ordinal) {
            return 0;
        }

        @Override
        public void commit(ChangeOrdinal through) {}

        @Override
        public void beginSnapshot() {}

        @Override
        public void stage(SourceTransaction chunk, ChangeOrdinal ordinal) {}

        @Override
        public void endSnapshot() {}

        @Override
        public void publishSnapshot() {}

        @Override
        public void close() {}
    }
}
