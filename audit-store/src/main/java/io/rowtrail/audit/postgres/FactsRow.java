package io.rowtrail.audit.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of {@code audit.facts}, read only. */
@Entity
@Immutable
@IdClass(RowKey.class)
@Table(schema = AuditSchema.SCHEMA, name = "facts")
class FactsRow {
    @Id
    String log = "";

    @Id
    long idx;

    byte[] facts = {};
}
