package io.rowtrail.service.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code rowtrail.api_key}. The secret is not in it, only its hash. */
@Entity
@Table(name = "api_key")
class ApiKeyRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String tenant = "";

    String name = "";

    /** Null for keys of before prefixes were kept. */
    @Nullable
    String prefix;

    @Column(name = "key_hash")
    String keyHash = "";

    /** Comma-separated role names. */
    String roles = "";

    /** Patterns, one a line. */
    String namespaces = "";

    @Column(name = "rate_per_second")
    @Nullable
    Integer ratePerSecond;

    @Column(name = "rate_burst")
    @Nullable
    Integer rateBurst;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;
}
