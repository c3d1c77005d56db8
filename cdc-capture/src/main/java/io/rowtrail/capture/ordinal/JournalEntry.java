package io.rowtrail.capture.ordinal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record of the journal, 32 bytes: kind (1), zeros (3), ordinal (8), commit LSN (8), transaction id (8), CRC-32C of
 * the 28 bytes before (4); big-endian.
 */
record JournalEntry(Kind kind, long ordinal, long commitLsn, long txid) {
    static final int SIZE = 32;
    private static final int CHECKED = SIZE - Integer.BYTES;

    /** What a record says. */
    enum Kind {
        /** A snapshot begins; {@code ordinal} is the last one given before it. */
        SNAPSHOT_BEGUN(1),
        /** A chunk of snapshot rows has this ordinal. */
        CHUNK(2),
        /** The snapshot is in every table; {@code ordinal} is its last chunk's. */
        SNAPSHOT_DONE(3),
        /** A transaction has this ordinal. */
        TRANSACTION(4),
        /** The source's position lies behind this ordinal: it is not replayed. */
        PASSED(5);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static Optional<Kind> of(byte code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    void write(ByteBuffer target) {
        int start = target.position();
        target.put(kind.code).put(new byte[3]);
        target.putLong(ordinal).putLong(commitLsn).putLong(txid);
        target.putInt(crc(target, start));
    }

    /** Empty when the bytes are no record. */
    static Optional<JournalEntry> read(ByteBuffer source) {
        int start = source.position();
        Optional<Kind> kind = Kind.of(source.get());
        source.position(start + 4);
        long ordinal = source.getLong();
        long commitLsn = source.getLong();
        long txid = source.getLong();
        int crc = source.getInt();
        return crc == crc(source, start)
                ? kind.map(known -> new JournalEntry(known, ordinal, commitLsn, txid))
                : Optional.empty();
    }

    private static int crc(ByteBuffer buffer, int start) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(start + CHECKED).position(start));
        return (int) crc.getValue();
    }
}
