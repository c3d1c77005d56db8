package io.rowtrail.spark.current;

import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * What a change table says of itself.
 *
 * @param name dotted name with its catalog
 * @param source the captured source; ordinals of different sources are not comparable
 * @param key the key columns, at least one
 * @param completeThrough the highest ordinal up to which the table is complete; 0 before the first commit
 */
public record ChangeTable(String name, String source, List<String> key, long completeThrough) implements Serializable {
    public ChangeTable {
        key = List.copyOf(key);
        if (key.isEmpty()) {
            throw new IllegalArgumentException(name + " names no key columns");
        }
    }

    /** Reads a table's properties; empty when it is not a change table. */
    public static Optional<ChangeTable> parse(String name, Map<String, String> properties) {
        String key = properties.get(RowtrailProperties.KEY);
        if (key == null) {
            return Optional.empty();
        }
        List<String> columns = List.of(key.split("\\s*,\\s*"));
        String through = properties.getOrDefault(RowtrailProperties.COMPLETE_THROUGH, "0");
        return Optional.of(new ChangeTable(
                name, properties.getOrDefault(RowtrailProperties.SOURCE, ""), columns, Long.parseLong(through)));
    }

    ChangeTable pinnedTo(long ordinal) {
        return new ChangeTable(name, source, key, ordinal);
    }

    /** Whether Rowtrail added this column to the source's own. */
    public static boolean isOurs(Attribute column) {
        return RowtrailColumns.OF_CHANGE_TABLES.contains(column.name().toLowerCase(Locale.ROOT));
    }
}
