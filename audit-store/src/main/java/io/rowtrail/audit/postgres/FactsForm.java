package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.seal.Deflation;
import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/**
 * Facts as they are stored. Leaves commit to the facts, not to this.
 *
 * @param kind one of the constants
 * @param base index of the entry whose facts are the dictionary, null for the other kinds
 * @param stored the column's bytes
 */
record FactsForm(short kind, @Nullable Long base, Bytes stored) {
    /** As they are. */
    static final short PLAIN = 0;

    /** Deflated. */
    static final short DEFLATED = 1;

    /** Deflated with the facts of another entry, themselves {@link #DEFLATED}, as dictionary. */
    static final short LIKE = 2;

    /** Below this deflating gains nothing worth the work. */
    private static final int SMALL = 200;

    /** Facts may be as large as a body. */
    private static final int MOST = 1 << 26;

    /** The columns {@code form}, {@code base} and {@code facts} of {@code row}. */
    static FactsForm of(Row row) {
        return new FactsForm(row.getShort("form"), row.getLong("base"), Bytes.of(Rows.bytes(row, "facts")));
    }

    /** Facts on their own. */
    static FactsForm alone(Bytes facts) {
        if (facts.length() >= SMALL) {
            byte[] deflated = Deflation.deflate(facts, Bytes.EMPTY);
            if (deflated.length < facts.length()) {
                return new FactsForm(DEFLATED, null, Bytes.of(deflated));
            }
        }
        return new FactsForm(PLAIN, null, facts);
    }

    /** Facts told by how they differ from those of entry {@code base}. */
    static FactsForm like(Bytes facts, long base, Bytes facts0) {
        return new FactsForm(LIKE, base, Bytes.of(Deflation.deflate(facts, facts0)));
    }

    /**
     * The facts.
     *
     * @param stored0 the base's stored bytes, null if it has none
     * @param where names the entry in the error
     * @throws AuditLogException.Tampered if the bytes are not what was stored
     */
    Bytes open(byte @Nullable [] stored0, String where) {
        try {
            if (kind == PLAIN) {
                return stored;
            }
            Bytes dictionary = Bytes.EMPTY;
            if (kind == LIKE) {
                if (stored0 == null) {
                    throw new IllegalArgumentException("the base is gone");
                }
                dictionary = Deflation.inflate(stored0, Bytes.EMPTY, MOST);
            }
            return Deflation.inflate(stored.toByteArray(), dictionary, MOST);
        } catch (IllegalArgumentException e) {
            throw new AuditLogException.Tampered(where + " facts", "facts as they were stored", "other bytes");
        }
    }
}
