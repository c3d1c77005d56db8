package io.rowtrail.shop.store;

import io.rowtrail.shop.ledger.Ledger;
import io.rowtrail.shop.ledger.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Writes past the shop, as from an administrator's console: no request, no span, no trace. Each is a transaction of its
 * own and goes to the ledger under {@code none}. To be run while no request is under way, since the ledger's order by
 * row is kept within one process only.
 */
public final class AdminWrites {
    private static final int MOVES = 4;
    private static final int CORRECTIONS = 4;
    private static final int DELETES = 2;

    private static final String BUYERS = """
            SELECT customer_id FROM (SELECT DISTINCT customer_id FROM sale) buyers
            ORDER BY md5(? || '/' || customer_id) LIMIT ?""";
    private static final String LINES =
            "SELECT sale_id, line_no FROM sale_line ORDER BY md5(? || '/' || sale_id || '/' || line_no) LIMIT ?";

    private final DataSource database;
    private final Ledger ledger;

    /** @param database not a traced one */
    public AdminWrites(DataSource database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /**
     * Changes a few addresses and prices and deletes a few lines; which ones is decided by the seed and the rows there.
     *
     * @return the transactions committed
     */
    public int run(long seed) throws SQLException {
        int done = 0;
        for (Map<String, Object> buyer : choose(BUYERS, seed, MOVES)) {
            done += write(
                    Table.CUSTOMER,
                    Operation.UPDATE,
                    "UPDATE customer SET address = 'care of the administrator' WHERE customer_id = ? RETURNING *",
                    value(buyer, "customer_id"));
        }
        List<Map<String, Object>> lines = choose(LINES, seed, CORRECTIONS + DELETES);
        for (int i = 0; i < lines.size(); i++) {
            Object saleId = value(lines.get(i), "sale_id");
            Object lineNo = value(lines.get(i), "line_no");
            done += i < CORRECTIONS
                    ? write(
                            Table.SALE_LINE,
                            Operation.UPDATE,
                            "UPDATE sale_line SET unit_price = unit_price + 0.01 WHERE sale_id = ? AND line_no = ?"
                                    + " RETURNING *",
                            saleId,
                            lineNo)
                    : write(
                            Table.SALE_LINE,
                            Operation.DELETE,
                            "DELETE FROM sale_line WHERE sale_id = ? AND line_no = ? RETURNING *",
                            saleId,
                            lineNo);
        }
        return done;
    }

    private List<Map<String, Object>> choose(String sql, long seed, int limit) throws SQLException {
        try (Connection c = database.getConnection()) {
            return UnitOfWork.query(c, sql, Long.toString(seed), limit);
        }
    }

    private int write(Table table, Operation operation, String sql, Object... parameters) throws SQLException {
        try (UnitOfWork work = UnitOfWork.begin(database, ledger)) {
            work.write(table, operation, sql, parameters);
            work.commit(Ledger.NO_TRACE);
            return 1;
        }
    }

    private static Object value(Map<String, Object> row, String column) {
        return Objects.requireNonNull(row.get(column));
    }
}
