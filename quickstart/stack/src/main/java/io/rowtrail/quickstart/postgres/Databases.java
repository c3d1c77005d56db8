package io.rowtrail.quickstart.postgres;

import io.rowtrail.quickstart.process.StackException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The databases and roles of the stack, on a server that trusts the loopback address. */
public final class Databases {
    public static final String SUPERUSER = "postgres";
    public static final String SHOP = "shop";
    public static final String AUDIT = "audit";
    public static final String CATALOG = "catalog";
    /** Owns the shop's tables. */
    public static final String SHOP_ROLE = "shop";
    /** Owns the audit schema and migrates it. */
    public static final String AUDIT_OWNER = "rowtrail_owner";
    /** Inserts into the audit log, and may do little else. */
    public static final String AUDIT_WRITER = "rowtrail_writer";
    /** Owns the lake's catalogue. */
    public static final String CATALOG_ROLE = "lake";

    private static final List<String> ROLES = List.of(SHOP_ROLE, AUDIT_OWNER, AUDIT_WRITER, CATALOG_ROLE);
    private static final Map<String, String> OWNERS = new LinkedHashMap<>();

    static {
        OWNERS.put(SHOP, SHOP_ROLE);
        OWNERS.put(AUDIT, AUDIT_OWNER);
        OWNERS.put(CATALOG, CATALOG_ROLE);
    }

    private final int port;

    public Databases(int port) {
        this.port = port;
    }

    /** JDBC address of one of the databases. */
    public String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** A connection as the given role. */
    public Connection connect(String database, String role) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("ApplicationName", "rowtrail");
        return DriverManager.getConnection(address(database), properties);
    }

    /** Empty when the server answers a query, else why not. */
    Optional<String> missing() {
        try (Connection connection = connect(SUPERUSER, SUPERUSER)) {
            return one(connection, "select 1").isPresent() ? Optional.empty() : Optional.of("no answer to a query");
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    String version() {
        try (Connection connection = connect(SUPERUSER, SUPERUSER)) {
            return one(connection, "show server_version").orElse("unknown");
        } catch (SQLException e) {
            throw new StackException("postgres does not answer on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Creates what is missing and leaves the rest as it is. */
    void createMissing() {
        try (Connection connection = connect(SUPERUSER, SUPERUSER)) {
            for (String role : ROLES) {
                if (one(connection, "select 1 from pg_roles where rolname = '" + role + "'")
                        .isEmpty()) {
                    run(connection, "create role " + role + " login");
                }
            }
            for (Map.Entry<String, String> database : OWNERS.entrySet()) {
                if (one(connection, "select 1 from pg_database where datname = '" + database.getKey() + "'")
                        .isEmpty()) {
                    run(connection, "create database " + database.getKey() + " owner " + database.getValue());
                    run(connection, "revoke all on database " + database.getKey() + " from public");
                    if (database.getKey().equals(AUDIT)) {
                        run(connection, "grant connect on database " + AUDIT + " to " + AUDIT_WRITER);
                    }
                }
            }
        } catch (SQLException e) {
            throw new StackException("Cannot create the databases of the stack: " + e.getMessage(), e);
        }
    }

    /** First column of the first row as text. */
    static Optional<String> one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
