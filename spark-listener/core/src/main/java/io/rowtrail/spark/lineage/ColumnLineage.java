package io.rowtrail.spark.lineage;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The lineage of one query.
 *
 * @param fields for each output column with an origin, its origins; output columns in output order are {@code columns}
 * @param context columns that decided which rows there are, or their order, for the output as a whole
 * @param inputs what is read, each dataset once, in order of first appearance
 */
public record ColumnLineage(
        List<InputDataset.Field> columns,
        SortedMap<String, SortedSet<Origin>> fields,
        SortedSet<Origin> context,
        List<InputDataset> inputs) {
    public ColumnLineage {
        columns = List.copyOf(columns);
        fields = Collections.unmodifiableSortedMap(fields);
        context = Collections.unmodifiableSortedSet(context);
        inputs = List.copyOf(inputs);
    }
}
