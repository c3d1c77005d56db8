package io.rowtrail.audit.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/** A row of {@code audit.entry_dataset}, read only. */
@Entity
@Immutable
@IdClass(EntryDatasetRow.Key.class)
@Table(schema = AuditSchema.SCHEMA, name = "entry_dataset")
class EntryDatasetRow {
    @Id
    String log = "";

    /** A {@link DatasetKey}. */
    @Id
    long dataset;

    @Id
    long idx;

    record Key(String log, long dataset, long idx) implements Serializable {}
}
