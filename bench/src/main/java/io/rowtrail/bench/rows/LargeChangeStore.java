package io.rowtrail.bench.rows;

import io.rowtrail.quickstart.postgres.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills the service's change store as if every transaction had been posted; the first one was, and names source and table. */
final class LargeChangeStore {
    private static final String SUPERUSER = "postgres";

    private final Databases databases;
    private final Sizes sizes;

    LargeChangeStore(Databases databases, Sizes sizes) {
        this.databases = databases;
        this.sizes = sizes;
    }

    void fill() throws SQLException {
        long base = sizes.ordinal(0);
        String numbers = " from generate_series(2, " + sizes.transactions() + ") n";
        try (Connection connection = databases.connect(Databases.AUDIT, SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into rowtrail.change_transaction (tenant, ordinal, source_id, txid, commit_lsn, commit_ts,"
                            + " tag_source, log, log_index, content_hash) select t.tenant, " + base
                            + " + n, t.source_id, n, t.commit_lsn,"
                            + " t.commit_ts, t.tag_source, t.log, t.log_index, t.content_hash" + numbers
                            + ", (select * from rowtrail.change_transaction limit 1) t");
            statement.execute(
                    "insert into rowtrail.change_trace (tenant, ordinal, position, trace_id, span_id, tag_source, origin)"
                            + " select t.tenant, " + base
                            + " + n, 0, ('abcdef0000000000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,"
                            + " t.span_id, t.tag_source, t.origin" + numbers
                            + ", (select * from rowtrail.change_trace limit 1) t");
            statement.execute(
                    "insert into rowtrail.change_count (tenant, ordinal, dataset_id, rows, created, updated, deleted, read,"
                            + " truncated) select t.tenant, " + base
                            + " + n, t.dataset_id, t.rows, t.created, 0, 0, 0, 0" + numbers
                            + ", (select * from rowtrail.change_count limit 1) t");
            statement.execute("vacuum analyze rowtrail.change_transaction");
            statement.execute("vacuum analyze rowtrail.change_trace");
            statement.execute("vacuum analyze rowtrail.change_count");
        }
    }
}
