package io.rowtrail.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.auth.OAuth2Properties;

/** Opens the kinds of catalogue. Each keeps files by {@link LakeFileIO}, so what differs by kind is the commit alone. */
final class Catalogues {
    /** PostgreSQL ended the connection: by an administrator, a crash, or while it starts. */
    private static final String SERVER_WENT_AWAY = "57P01,57P02,57P03";

    private Catalogues() {}

    static Catalog connect(LakeConfig config) {
        Map<String, String> properties = new HashMap<>(config.properties());
        properties.put(CatalogProperties.URI, config.uri());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, config.warehouse());
        return config.isRest() ? rest(config, properties) : jdbc(config, properties);
    }

    private static Catalog jdbc(LakeConfig config, Map<String, String> properties) {
        properties.put(JdbcCatalog.PROPERTY_PREFIX + "user", config.user());
        properties.put(JdbcCatalog.PROPERTY_PREFIX + "password", config.password());
        properties.put(JdbcCatalog.PROPERTY_PREFIX + "schema-version", "V1");
        properties.put("retryable_status_codes", SERVER_WENT_AWAY);
        JdbcCatalog catalog = new JdbcCatalog(
                all -> {
                    LakeFileIO files = new LakeFileIO();
                    files.initialize(all);
                    return files;
                },
                all -> new CatalogConnections(config.uri(), all),
                true);
        catalog.initialize(config.name(), properties);
        return catalog;
    }

    /** The server may add properties of its own, credentials for the object store among them. */
    private static Catalog rest(LakeConfig config, Map<String, String> properties) {
        properties.put(CatalogProperties.FILE_IO_IMPL, LakeFileIO.class.getName());
        if (!config.password().isEmpty()) {
            properties.putIfAbsent(OAuth2Properties.CREDENTIAL, config.user() + ":" + config.password());
        }
        RESTCatalog catalog = new RESTCatalog();
        catalog.initialize(config.name(), properties);
        return catalog;
    }
}
