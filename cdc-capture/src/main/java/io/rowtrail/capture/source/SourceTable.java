package io.rowtrail.capture.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;

/**
 * A captured table.
 *
 * @param columns name to column, in the table's order; generated columns are not published and not here
 * @param key the primary key's columns in key order
 */
public record SourceTable(
        String schema, String name, Map<String, Column> columns, List<String> key, ReplicaIdentity replicaIdentity) {
    /**
     * A column.
     *
     * @param sourceType PostgreSQL's name of the type
     * @param type the type in the lake
     */
    public record Column(String sourceType, Type type) {}

    /** What PostgreSQL writes of the old row of an update or delete. */
    public enum ReplicaIdentity {
        /** The key. */
        DEFAULT,
        /** The whole row. */
        FULL,
        /** The columns of an index. */
        INDEX,
        /** Nothing: deletes cannot be captured. */
        NOTHING
    }

    public SourceTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        key = List.copyOf(key);
    }

    /** {@code schema.table}. */
    public String qualifiedName() {
        return schema + "." + name;
    }

    /** The same for SQL, whatever letters it has. */
    String quotedName() {
        return quoted(qualifiedName());
    }

    /** The same of {@code schema.table}. */
    static String quoted(String qualifiedName) {
        return "\"" + qualifiedName.replace(".", "\".\"") + "\"";
    }

    /** The table's name in the lake: tables outside {@code public} carry their schema. */
    public String lakeTable() {
        return schema.equals("public") ? name : schema + "_" + name;
    }

    /** This table with columns that the lake has: their types win, and columns dropped here are known still. */
    public SourceTable withLakeColumns(Map<String, Type> lakeColumns) {
        Map<String, Column> all = new LinkedHashMap<>(columns);
        lakeColumns.forEach((column, type) -> {
            Column known = all.get(column);
            all.put(column, new Column(known == null ? type.toString() : known.sourceType(), type));
        });
        return new SourceTable(schema, name, all, key, replicaIdentity);
    }

    /** This table with columns that it has gained; those it had stay as they were. */
    public SourceTable withGained(Map<String, Column> gained) {
        Map<String, Column> all = new LinkedHashMap<>(columns);
        gained.forEach(all::putIfAbsent);
        return new SourceTable(schema, name, all, key, replicaIdentity);
    }

    public Map<String, Type> lakeColumns() {
        Map<String, Type> types = new LinkedHashMap<>();
        columns.forEach((column, of) -> types.put(column, of.type()));
        return types;
    }
}
