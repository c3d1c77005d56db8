package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code audit.entry}, read only. */
@Entity
@Immutable
@IdClass(RowKey.class)
@Table(schema = AuditSchema.SCHEMA, name = "entry")
class EntryRow {
    @Id
    String log = "";

    @Id
    long idx;

    @Column(name = "recorded_at")
    Instant recordedAt = Instant.EPOCH;

    String kind = "";
    String action = "";
    String outcome = "";

    @Nullable
    String run;

    @Nullable
    String deploy;

    @Column(name = "leaf_hash")
    byte[] leafHash = {};

    byte[] leaf = {};

    @Column(name = "leaf_base")
    @Nullable
    Long leafBase;

    @Column(name = "dataset_set")
    @Nullable
    UUID datasetSet;

    StoredLeaf storedLeaf() {
        return new StoredLeaf(leafBase, Bytes.of(leaf));
    }
}
