package io.rowtrail.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The database behind a connection, as far as it matters to a binding. */
enum Product {
    POSTGRESQL,
    MARIADB,
    /** One that takes no trace from us. */
    OTHER;

    static Product of(Connection connection) throws SQLException {
        String name = connection.getMetaData().getDatabaseProductName();
        if (name.equalsIgnoreCase("PostgreSQL")) {
            return POSTGRESQL;
        }
        return name.equalsIgnoreCase("MariaDB") ? MARIADB : OTHER;
    }
}
