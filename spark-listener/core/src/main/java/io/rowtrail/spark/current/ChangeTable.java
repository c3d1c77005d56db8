package io.rowtrail.spark.current;

import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * What a change table says of itself.
 *
 * @param name dotted name with its catalog
 * @param source the captured source; ordinals of different sources are not comparable
 * @param key the key columns, at least one
 * @param completeThrough the highest ordinal up to which the table is complete, or to which it is pinned; 0 before the first
 *     commit
 * @param asked whether a query named its pin: then other tables of the query do not move it
 * @param without the transactions that are to be taken for ones that never happened
 */
public record ChangeTable(
        String name, String source, List<String> key, long completeThrough, boolean asked, Set<Long> without)
        implements Serializable {
    public ChangeTable {
        key = List.copyOf(key);
        without = Set.copyOf(without);
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
                name,
                properties.getOrDefault(RowtrailProperties.SOURCE, ""),
                columns,
                Long.parseLong(through),
                false,
                Set.of()));
    }

    ChangeTable pinnedTo(long ordinal) {
        return new ChangeTable(name, source, key, ordinal, asked, without);
    }

    /** The state up to an ordinal that the query names. */
    ChangeTable asOf(long ordinal) {
        if (ordinal > completeThrough) {
            throw new IllegalArgumentException(name + " is complete through " + completeThrough + " only, not " + ordinal);
        }
        return new ChangeTable(name, source, key, ordinal, true, without);
    }

    /** The state as it would be had these transactions never happened and all others written the same. */
    public ChangeTable without(Set<Long> transactions) {
        return new ChangeTable(name, source, key, completeThrough, asked, transactions);
    }

    /** Whether Rowtrail added this column to the source's own. */
    public static boolean isOurs(Attribute column) {
        return RowtrailColumns.OF_CHANGE_TABLES.contains(column.name().toLowerCase(Locale.ROOT));
    }
}
