package io.rowtrail.audit.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code audit.dataset_set}, read only. */
@Entity
@Immutable
@IdClass(DatasetSetRow.Key.class)
@Table(schema = AuditSchema.SCHEMA, name = "dataset_set")
class DatasetSetRow {
    @Id
    String log = "";

    /** A {@link DatasetSet}'s. */
    @Id
    UUID id = new UUID(0, 0);

    /** A {@link DatasetKey}. */
    @Id
    long dataset;

    record Key(String log, UUID id, long dataset) implements Serializable {}
}
