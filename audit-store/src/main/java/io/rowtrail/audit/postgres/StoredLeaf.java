package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.seal.LeafDelta;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A leaf as it is stored: its own bytes, or how they differ from the leaf of an earlier entry that is stored so.
 *
 * @param base index of that entry, null for a leaf that is stored as it is
 * @param stored the column's bytes
 */
record StoredLeaf(@Nullable Long base, Bytes stored) {
    /** The columns and the join that {@link #of} reads, of an entry {@code e}. */
    static final String COLUMNS = "e.leaf, e.leaf_base, eb.leaf as base_leaf";

    static final String JOIN =
            " left join audit.entry eb on eb.log = e.log and eb.idx = e.leaf_base" + " and eb.leaf_base is null ";

    /** {@code leaf} by that of {@code like}, if it can be told so. */
    static StoredLeaf of(Bytes leaf, @Nullable Known like) {
        Optional<Bytes> told = like == null ? Optional.empty() : LeafDelta.tell(leaf, like.leaf());
        return told.isPresent() && like != null ? new StoredLeaf(like.index(), told.get()) : new StoredLeaf(null, leaf);
    }

    /** The leaf of a row with {@link #COLUMNS}. */
    static Bytes of(Row row, String where) {
        byte[] base = row.getDelegate().getBuffer("base_leaf") == null ? null : Rows.bytes(row, "base_leaf");
        return new StoredLeaf(row.getLong("leaf_base"), Bytes.of(Rows.bytes(row, "leaf"))).open(base, where);
    }

    /**
     * The leaf.
     *
     * @param base0 the base's leaf, null if there is none
     * @param where names the entry in the error
     * @throws AuditLogException.Tampered if the bytes are not what was stored
     */
    Bytes open(byte @Nullable [] base0, String where) {
        if (base == null) {
            return stored;
        }
        if (base0 == null) {
            throw new AuditLogException.Tampered(where + " leaf", "the leaf it is told by, of entry " + base, "none");
        }
        try {
            return LeafDelta.open(stored, Bytes.of(base0));
        } catch (IllegalArgumentException e) {
            throw new AuditLogException.Tampered(where + " leaf", "a leaf as it was stored", "other bytes");
        }
    }

    /** A leaf that is stored as it is, at its index. */
    record Known(long index, Bytes leaf) {}
}
