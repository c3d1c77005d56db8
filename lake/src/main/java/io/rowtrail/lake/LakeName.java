package io.rowtrail.lake;

/**
 * The name of a table within a lake: one namespace and a table, {@code shop.sale_line}. This is also its OpenLineage
 * dataset name under the namespace {@code iceberg://<catalogue>}.
 */
public record LakeName(String namespace, String table) {
    public LakeName {
        if (namespace.isBlank() || table.isBlank() || namespace.indexOf('.') >= 0 || table.indexOf('.') >= 0) {
            throw new IllegalArgumentException("a table is named namespace.table: " + namespace + "." + table);
        }
    }

    /**
     * Reads {@code namespace.table}.
     *
     * @throws IllegalArgumentException for any other number of parts
     */
    public static LakeName parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("a table is named namespace.table: " + text);
        }
        return new LakeName(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public String toString() {
        return namespace + "." + table;
    }
}
