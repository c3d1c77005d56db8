package io.rowtrail.lake;

import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The shape of a change table: the source's columns, all optional since a delete may know its key only, then ours.
 *
 * @param source the captured source's name
 * @param columns the source's columns in order, name to type
 * @param key the key columns in key order
 */
public record ChangeTableLayout(String source, Map<String, Type> columns, List<String> key) {
    private static final String KEPT_METADATA_FILES = "20";
    /** A file being written holds one row group in memory, and a capture has a file open for each table. */
    private static final String ROW_GROUP_BYTES = Long.toString(16L << 20);

    public ChangeTableLayout {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        key = List.copyOf(key);
        for (String column : key) {
            if (!columns.containsKey(column)) {
                throw new IllegalArgumentException("key column " + column + " is no column");
            }
        }
        for (String column : columns.keySet()) {
            if (column.startsWith("_rt_")) {
                throw new IllegalArgumentException("a source column takes a name that is ours: " + column);
            }
        }
    }

    Schema schema() {
        List<Types.NestedField> fields = new ArrayList<>();
        columns.forEach((name, type) -> fields.add(Types.NestedField.optional(fields.size() + 1, name, type)));
        for (String name : RowtrailColumns.OF_CHANGE_TABLES) {
            fields.add(
                    name.equals(RowtrailColumns.TRACE_ID)
                            ? Types.NestedField.optional(fields.size() + 1, name, typeOf(name))
                            : Types.NestedField.required(fields.size() + 1, name, typeOf(name)));
        }
        return new Schema(fields);
    }

    private static Type typeOf(String name) {
        return switch (name) {
            case RowtrailColumns.TX -> Types.LongType.get();
            case RowtrailColumns.SEQ -> Types.IntegerType.get();
            case RowtrailColumns.COMMIT_TS -> Types.TimestampType.withZone();
            default -> Types.StringType.get();
        };
    }

    /** Explicit bounds for the columns that reads prune by: a wide table would else have none for its last columns. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(TableProperties.FORMAT_VERSION, "2");
        properties.put(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, ROW_GROUP_BYTES);
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, KEPT_METADATA_FILES);
        properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + RowtrailColumns.TX, "full");
        properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + RowtrailColumns.TRACE_ID, "full");
        for (String column : key) {
            properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "truncate(64)");
        }
        properties.put(RowtrailProperties.KEY, String.join(",", key));
        properties.put(RowtrailProperties.SOURCE, source);
        return properties;
    }
}
