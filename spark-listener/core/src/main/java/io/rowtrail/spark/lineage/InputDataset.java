package io.rowtrail.spark.lineage;

import io.rowtrail.spark.current.ChangeTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A dataset that a plan reads.
 *
 * @param location where its files are
 * @param columns its columns as the job sees them
 * @param snapshot the Iceberg snapshot that was read
 * @param pinned the change table and its pin, when its current state is read
 */
public record InputDataset(
        DatasetName name,
        Optional<String> location,
        List<Field> columns,
        OptionalLong snapshot,
        Optional<ChangeTable> pinned) {
    public InputDataset {
        columns = List.copyOf(columns);
    }

    /** A column and its type as Spark prints it. */
    public record Field(String name, String type) {}
}
