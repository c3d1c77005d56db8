package io.rowtrail.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A real PostgreSQL with logical decoding, and a slot that tells what its transactions wrote. */
final class LogicalDatabase implements AutoCloseable {
    /** A committed transaction: the contents of its messages, its row changes, and both in their order. */
    record Transaction(List<String> messages, List<String> changes, List<String> order) {}

    private final EmbeddedPostgres postgres;

    LogicalDatabase() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setPort(0)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("synchronous_commit", "on") // decoding goes no further than what is flushed
                .setServerConfig("max_prepared_transactions", "5")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
        run("CREATE TABLE t (id int PRIMARY KEY, a text)", "CREATE TABLE u (id int)");
        run("SELECT pg_create_logical_replication_slot('seen', 'test_decoding')");
    }

    DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    String url(String user) {
        return postgres.getJdbcUrl(user, "postgres");
    }

    void run(String... statements) throws SQLException {
        try (Connection c = dataSource().getConnection();
                Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    /** What has been committed since the last call, empty transactions left out. */
    List<Transaction> committed() throws SQLException {
        List<Transaction> transactions = new ArrayList<>();
        try (Connection c = dataSource().getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery(
                        "SELECT data FROM pg_logical_slot_get_changes('seen', NULL, NULL, 'include-xids', '0')")) {
            Transaction open = null;
            while (r.next()) {
                String data = r.getString(1);
                if (data.equals("BEGIN")) {
                    open = new Transaction(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
                } else if (data.startsWith("COMMIT")) {
                    if (open != null && !open.order().isEmpty()) {
                        transactions.add(open);
                    }
                } else if (open != null && data.startsWith("message:")) {
                    open.messages().add(data.substring(data.indexOf("content:") + "content:".length()));
                    open.order().add("message");
                } else if (open != null) {
                    open.changes().add(data);
                    open.order().add("change");
                }
            }
        }
        return transactions;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
