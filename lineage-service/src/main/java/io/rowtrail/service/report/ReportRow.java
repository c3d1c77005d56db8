package io.rowtrail.service.report;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code rowtrail.report}; columns are kept as lines of text. */
@Entity
@Table(name = "report")
@IdClass(ReportRow.Key.class)
class ReportRow {
    @Id
    String tenant = "";

    @Id
    String name = "";

    String namespace = "";

    String dataset = "";

    String keys = "";

    String measures = "";

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    /** What names a row. */
    record Key(String tenant, String name) {}
}
