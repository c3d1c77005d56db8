package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

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

    short form;

    @Nullable
    Long base;

    byte[] facts = {};

    FactsForm stored() {
        return new FactsForm(form, base, Bytes.of(facts));
    }
}
