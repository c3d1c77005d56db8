package io.rowtrail.audit.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/** A row of {@code audit.search_token}, read only. */
@Entity
@Immutable
@IdClass(SearchTokenRow.Key.class)
@Table(schema = AuditSchema.SCHEMA, name = "search_token")
class SearchTokenRow {
    @Id
    String log = "";

    @Id
    byte[] token = {};

    @Id
    long idx;

    @Id
    int slot;

    /** Never used to find a row by: tokens are queried. */
    @SuppressWarnings("ArrayRecordComponent") // its equality is never asked for
    record Key(String log, byte[] token, long idx, int slot) implements Serializable {}
}
