package io.rowtrail.lake;

import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a table at one moment.
 *
 * @param location where its files are, {@code file:/…}
 * @param columns the current columns in order, ours among them
 * @param snapshot the current snapshot; empty for a table nothing was written to
 */
public record LakeTable(
        LakeName name,
        String location,
        List<LakeColumn> columns,
        OptionalLong snapshot,
        Map<String, String> properties) {
    public LakeTable {
        columns = List.copyOf(columns);
        properties = Map.copyOf(properties);
    }

    /** Whether the capture writes it. */
    public boolean isChangeTable() {
        return properties.containsKey(RowtrailProperties.SOURCE);
    }

    /** Whether its rows carry tag sets. */
    public boolean isTagged() {
        return columns.stream().anyMatch(column -> column.name().equals(RowtrailColumns.TAGS));
    }

    /** The key columns in key order; empty when the table does not say. */
    public List<String> key() {
        String key = properties.getOrDefault(RowtrailProperties.KEY, "");
        return key.isEmpty() ? List.of() : List.of(key.split(",", -1));
    }

    /** The ordinal up to which a change table is complete; empty before its snapshot is. */
    public Optional<ChangeOrdinal> completeThrough() {
        return Optional.ofNullable(properties.get(RowtrailProperties.COMPLETE_THROUGH))
                .map(ChangeOrdinal::parse);
    }
}
