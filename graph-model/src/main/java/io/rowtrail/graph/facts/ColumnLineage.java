package io.rowtrail.graph.facts;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the columns of one output.
 *
 * @param fields for each target column its sources, sorted; an empty list means "told to have none"
 * @param dataset sources of the dataset as a whole (dataset-level INDIRECT), sorted
 */
public record ColumnLineage(Map<String, List<Source>> fields, List<Source> dataset) {

    public ColumnLineage {
        TreeMap<String, List<Source>> sorted = new TreeMap<>();
        fields.forEach((field, sources) -> sorted.put(field, sorted(sources)));
        fields = Collections.unmodifiableMap(sorted);
        dataset = sorted(dataset);
    }

    private static List<Source> sorted(List<Source> sources) {
        return sources.stream().distinct().sorted().toList();
    }

    /** One source column and how it goes in. */
    public record Source(ColumnRef column, Transformation transformation) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            int first = column.compareTo(other.column);
            return first != 0 ? first : transformation.compareTo(other.transformation);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Source that
                            && column.equals(that.column)
                            && transformation.equals(that.transformation));
        }

        @Override
        public int hashCode() {
            return 31 * column.hashCode() + transformation.hashCode();
        }
    }
}
