package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.CurrentExpansion.Change;
import io.rowtrail.tags.TagSet;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * The tags of a current row: the ordinals of all changes of its key since its last insert ({@code c}, or {@code r} of a
 * snapshot). Depends on neither order nor repetition; unknown where a change has no ordinal or no place in its transaction.
 */
public final class KeyHistory extends TagAggregate<KeyHistory.Changes> {
    /** The changes that are not before the latest insert seen so far. */
    public static final class Changes {
        private long[] ordinals = new long[4];
        private int[] sequences = new int[4];
        private int size;
        private long insertOrdinal = -1;
        private int insertSequence = -1;
        private boolean unreadable;

        private void add(long ordinal, int sequence) {
            if (before(ordinal, sequence, insertOrdinal, insertSequence)) {
                return;
            }
            if (size == ordinals.length) {
                ordinals = java.util.Arrays.copyOf(ordinals, size * 2);
                sequences = java.util.Arrays.copyOf(sequences, size * 2);
            }
            ordinals[size] = ordinal;
            sequences[size++] = sequence;
        }

        private void insertAt(long ordinal, int sequence) {
            if (!before(insertOrdinal, insertSequence, ordinal, sequence)) {
                return;
            }
            insertOrdinal = ordinal;
            insertSequence = sequence;
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (!before(ordinals[i], sequences[i], ordinal, sequence)) {
                    ordinals[kept] = ordinals[i];
                    sequences[kept++] = sequences[i];
                }
            }
            size = kept;
        }

        private static boolean before(long ordinal, int sequence, long otherOrdinal, int otherSequence) {
            return ordinal < otherOrdinal || (ordinal == otherOrdinal && sequence < otherSequence);
        }
    }

    KeyHistory(Change change) {
        this(List.of(change.ordinal(), change.sequence(), change.operation()), 0, 0);
    }

    private KeyHistory(List<Expression> arguments, int mutableOffset, int inputOffset) {
        super(arguments, "history", mutableOffset, inputOffset);
    }

    @Override
    KeyHistory with(List<Expression> arguments, int mutableOffset, int inputOffset) {
        return new KeyHistory(arguments, mutableOffset, inputOffset);
    }

    @Override
    public String nodeName() {
        return "rt_history";
    }

    @Override
    public Changes createAggregationBuffer() {
        return new Changes();
    }

    @Override
    public Changes update(Changes buffer, InternalRow row) {
        Object ordinalOrNull = argument(0).eval(row);
        Object sequenceOrNull = argument(1).eval(row);
        if (!(ordinalOrNull instanceof Long ordinal && sequenceOrNull instanceof Integer sequence) || ordinal < 0) {
            buffer.unreadable = true;
            return buffer;
        }
        String operation = String.valueOf(argument(2).eval(row));
        if (operation.equals("c") || operation.equals("r")) {
            buffer.insertAt(ordinal, sequence);
        }
        buffer.add(ordinal, sequence);
        return buffer;
    }

    @Override
    public Changes merge(Changes buffer, Changes other) {
        buffer.unreadable |= other.unreadable;
        buffer.insertAt(other.insertOrdinal, other.insertSequence);
        for (int i = 0; i < other.size; i++) {
            buffer.add(other.ordinals[i], other.sequences[i]);
        }
        return buffer;
    }

    @Override
    public Object eval(Changes buffer) {
        if (buffer.unreadable) {
            return TagSet.unknown().encode();
        }
        return TagSet.of(java.util.Arrays.copyOf(buffer.ordinals, buffer.size)).encode();
    }

    @Override
    public byte[] serialize(Changes buffer) {
        ByteBuffer bytes = ByteBuffer.allocate((buffer.size + 1) * 12 + 1);
        bytes.put((byte) (buffer.unreadable ? 1 : 0));
        bytes.putLong(buffer.insertOrdinal).putInt(buffer.insertSequence);
        for (int i = 0; i < buffer.size; i++) {
            bytes.putLong(buffer.ordinals[i]).putInt(buffer.sequences[i]);
        }
        return bytes.array();
    }

    @Override
    public Changes deserialize(byte[] serialized) {
        ByteBuffer bytes = ByteBuffer.wrap(serialized);
        Changes buffer = new Changes();
        buffer.unreadable = bytes.get() != 0;
        buffer.insertAt(bytes.getLong(), bytes.getInt());
        while (bytes.hasRemaining()) {
            buffer.add(bytes.getLong(), bytes.getInt());
        }
        return buffer;
    }
}
