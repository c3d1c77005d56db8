package io.rowtrail.lake;

/**
 * Where a lake is: an Iceberg JDBC catalogue and a warehouse directory.
 *
 * @param name the catalogue's name, {@code lake} in the local stack; part of every row of the catalogue's tables
 * @param uri the JDBC address of the PostgreSQL database that holds the catalogue
 * @param warehouse the root of table locations, {@code file:/…} or an absolute path
 */
public record LakeConfig(String name, String uri, String user, String password, String warehouse) {
    public LakeConfig {
        if (name.isBlank() || uri.isBlank() || warehouse.isBlank()) {
            throw new IllegalArgumentException("a lake has a name, a catalogue address and a warehouse");
        }
        warehouse = LocalPaths.toUri(warehouse);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LakeConfig[name=" + name + ", uri=" + uri + ", user=" + user + ", warehouse=" + warehouse + "]";
    }
}
