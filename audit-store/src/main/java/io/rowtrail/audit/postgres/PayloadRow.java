package io.rowtrail.audit.postgres;

import io.rowtrail.audit.keys.EpochKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of {@code audit.payload}, read only. */
@Entity
@Immutable
@IdClass(RowKey.class)
@Table(schema = AuditSchema.SCHEMA, name = "payload")
class PayloadRow {
    @Id
    String log = "";

    @Id
    long idx;

    @Column(name = "key_epoch")
    int keyEpoch;

    @Column(name = "wrapped_seed")
    byte[] wrappedSeed = {};

    byte[] body = {};

    EpochKey.Box box() {
        return new EpochKey.Box(keyEpoch, wrappedSeed, body);
    }
}
