package io.rowtrail.audit.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code audit.log_key}: a key the log was written with, known by its fingerprint. */
@Entity
@IdClass(LogKeyRow.Key.class)
@Table(schema = AuditSchema.SCHEMA, name = "log_key")
class LogKeyRow {
    static final String NOTE = "note";
    static final String IDENTITY = "identity";

    @Id
    String log = "";

    @Id
    String purpose = "";

    @Id
    String fingerprint = "";

    @Column(name = "verifier_key")
    @Nullable
    String verifierKey;

    @Column(name = "valid_from")
    Instant validFrom = Instant.EPOCH;

    record Key(String log, String purpose, String fingerprint) implements Serializable {}
}
