package io.rowtrail.service.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code rowtrail.api_key}. The secret is not in it, only its hash. */
@Entity
@Table(name = "api_key")
class ApiKeyRow {
    @Id
    String name = "";

    @Column(name = "key_hash")
    String keyHash = "";

    /** Comma-separated role names. */
    String roles = "";

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;
}
