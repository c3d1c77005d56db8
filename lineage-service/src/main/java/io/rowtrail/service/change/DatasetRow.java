package io.rowtrail.service.change;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code rowtrail.change_dataset}: the number of a captured table. */
@Entity
@Table(name = "change_dataset")
class DatasetRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Integer id;

    short tenant;

    String namespace = "";

    String name = "";
}
