package io.rowtrail.service.change;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code rowtrail.source_incarnation}: which source an incarnation belongs to. */
@Entity
@Table(name = "source_incarnation")
class IncarnationRow {
    @Id
    int incarnation;

    @Column(name = "source_id")
    int sourceId;
}
