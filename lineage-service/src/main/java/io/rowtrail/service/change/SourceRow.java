package io.rowtrail.service.change;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code rowtrail.source}. */
@Entity
@Table(name = "source")
class SourceRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Integer id;

    short tenant;

    String name = "";

    @Column(name = "first_seen_at")
    Instant firstSeenAt = Instant.EPOCH;
}
