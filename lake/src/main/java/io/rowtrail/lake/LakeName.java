package io.rowtrail.lake;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The name of a table within a lake: one namespace and a table, {@code shop.sale_line}. This is also its OpenLineage
 * dataset name under the namespace {@code iceberg://<catalogue>}. A table that is a directory and in no catalogue has the namespace
 * {@code file} and its absolute path.
 */
public record LakeName(String namespace, String table) {
    private static final String FILES = "file";

    public LakeName {
        boolean path = namespace.equals(FILES) && table.startsWith("/");
        if (namespace.isBlank()
                || table.isBlank()
                || namespace.indexOf('.') >= 0
                || (!path && table.indexOf('.') >= 0)) {
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

    /** The table that a directory is. */
    public static LakeName directory(Path directory) {
        return new LakeName(FILES, directory.toAbsolutePath().normalize().toString());
    }

    /** The directory that the table is; empty for one in the catalogue. */
    Optional<Path> directory() {
        return table.startsWith("/") ? Optional.of(Path.of(table)) : Optional.empty();
    }

    @Override
    public String toString() {
        return namespace + "." + table;
    }
}
