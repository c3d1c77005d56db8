package io.rowtrail.lake;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where a lake is: an Iceberg catalogue and a warehouse. The address tells the kind of catalogue: {@code jdbc:postgresql:…} tables
 * of that database, {@code http:…} or {@code https:…} a server of the Iceberg REST specification.
 *
 * @param name the catalogue's name, {@code lake} in the local stack; in the JDBC kind part of every row of the catalogue's tables
 * @param uri the catalogue's address
 * @param user role of the database; in the REST kind the client's id
 * @param password of the role, or the client's secret; a REST server is asked without either when it is empty
 * @param warehouse the root of table locations, {@code file:/…}, an absolute path or {@code s3://bucket/…}; to a REST server the
 *     warehouse's name
 * @param properties further properties of the catalogue and its files, as Iceberg names them, {@code s3.endpoint} for example
 */
public record LakeConfig(
        String name, String uri, String user, String password, String warehouse, Map<String, String> properties) {
    public LakeConfig {
        if (name.isBlank() || uri.isBlank() || warehouse.isBlank()) {
            throw new IllegalArgumentException("a lake has a name, a catalogue address and a warehouse");
        }
        if (!uri.startsWith("jdbc:") && !isRest(uri)) {
            throw new IllegalArgumentException(
                    "a catalogue's address begins with jdbc:postgresql:, http: or https:, not so " + uri);
        }
        warehouse = isRest(uri) || S3.has(warehouse) ? warehouse : LocalPaths.toUri(warehouse);
        properties = Map.copyOf(properties);
    }

    /** One without further properties. */
    public LakeConfig(String name, String uri, String user, String password, String warehouse) {
        this(name, uri, user, password, warehouse, Map.of());
    }

    boolean isRest() {
        return isRest(uri);
    }

    private static boolean isRest(String uri) {
        return uri.startsWith("http:") || uri.startsWith("https:");
    }

    /** Without what may be secret: the password and the values of properties. */
    @Override
    public String toString() {
        return "LakeConfig[name=" + name + ", uri=" + uri + ", user=" + user + ", warehouse=" + warehouse
                + ", properties=" + new TreeMap<>(properties).keySet() + "]";
    }
}
