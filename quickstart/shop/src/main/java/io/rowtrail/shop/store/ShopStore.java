package io.rowtrail.shop.store;

import io.rowtrail.shop.foodmart.BasketLine;
import io.rowtrail.shop.ledger.Ledger;
import io.rowtrail.shop.ledger.Operation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * What the shop does to its database: each call one transaction, and one line of the ledger once it is committed. Rows
 * come as maps from column name to value, in the table's order. {@code trace} is the name under which the ledger keeps
 * the transaction.
 */
@SuppressWarnings("try") // a lock does its work by being held
public final class ShopStore {
    /** The columns of a customer that may be changed. */
    public static final List<String> CUSTOMER_COLUMNS = List.of("email", "address", "city", "state", "country");

    private static final String INSERT_SALE =
            "INSERT INTO sale (customer_id, store_id, sold_on) VALUES (?, ?, ?) RETURNING *";
    private static final String INSERT_LINES = """
            INSERT INTO sale_line (sale_id, line_no, product_id, quantity, unit_price, unit_cost)
            SELECT ?, l.* FROM unnest(?, ?, ?, ?, ?) AS l (line_no, product_id, quantity, unit_price, unit_cost)
            RETURNING *""";
    private static final String UPDATE_LINE =
            "UPDATE sale_line SET unit_price = ? WHERE sale_id = ? AND line_no = ? RETURNING *";
    private static final String UPDATE_PRODUCT = "UPDATE product SET list_price = ? WHERE product_id = ? RETURNING *";
    private static final String DELETE_LINE = "DELETE FROM sale_line WHERE sale_id = ? AND line_no = ? RETURNING *";
    private static final String INSERT_RETURN =
            "INSERT INTO sale_return (sale_id, line_no, returned_on, reason) VALUES (?, ?, ?, ?) RETURNING *";

    private final DataSource database;
    private final Ledger ledger;
    private final RowLocks locks = new RowLocks();

    public ShopStore(DataSource database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /** Records a sale with its lines, which it numbers from 1; returns the sale's id. */
    public long sell(String trace, int customerId, int storeId, LocalDate soldOn, List<BasketLine> lines)
            throws SQLException {
        try (UnitOfWork work = UnitOfWork.begin(database, ledger)) {
            long saleId = number(
                    work.write(Table.SALE, Operation.CREATE, INSERT_SALE, customerId, storeId, soldOn)
                            .get(0),
                    "sale_id");
            Connection c = work.connection();
            work.write(
                    Table.SALE_LINE,
                    Operation.CREATE,
                    INSERT_LINES,
                    saleId,
                    c.createArrayOf(
                            "int4",
                            IntStream.rangeClosed(1, lines.size()).boxed().toArray()),
                    c.createArrayOf(
                            "int4", lines.stream().map(BasketLine::productId).toArray()),
                    c.createArrayOf(
                            "numeric", lines.stream().map(BasketLine::quantity).toArray()),
                    c.createArrayOf(
                            "numeric", lines.stream().map(BasketLine::unitPrice).toArray()),
                    c.createArrayOf(
                            "numeric", lines.stream().map(BasketLine::unitCost).toArray()));
            try (RowLocks.Held held = locks.hold(Table.SALE, saleId)) {
                work.commit(trace);
            }
            return saleId;
        }
    }

    /**
     * Changes columns of a customer, all of them {@link #CUSTOMER_COLUMNS}.
     *
     * @return the customer afterwards, empty if there is none of this id
     */
    public Optional<Map<String, Object>> changeCustomer(String trace, int customerId, SortedMap<String, String> columns)
            throws SQLException {
        if (columns.isEmpty() || !CUSTOMER_COLUMNS.containsAll(columns.keySet())) {
            throw new IllegalArgumentException("not columns of a customer that may be changed: " + columns.keySet());
        }
        String sql = columns.keySet().stream()
                .map(column -> column + " = ?")
                .collect(Collectors.joining(", ", "UPDATE customer SET ", " WHERE customer_id = ? RETURNING *"));
        List<Object> parameters = new ArrayList<>(columns.values());
        parameters.add(customerId);
        return update(trace, Table.CUSTOMER, customerId, Table.CUSTOMER, sql, parameters.toArray());
    }

    /** Corrects the unit price of a line; empty if there is no such line. */
    public Optional<Map<String, Object>> correctPrice(String trace, long saleId, int lineNo, BigDecimal unitPrice)
            throws SQLException {
        return update(trace, Table.SALE, saleId, Table.SALE_LINE, UPDATE_LINE, unitPrice, saleId, lineNo);
    }

    /** Sets the list price of a product; sales made before keep theirs. Empty if there is no such product. */
    public Optional<Map<String, Object>> reprice(String trace, int productId, BigDecimal listPrice)
            throws SQLException {
        return update(trace, Table.PRODUCT, productId, Table.PRODUCT, UPDATE_PRODUCT, listPrice, productId);
    }

    /**
     * Takes a line back: it is deleted, and the return recorded.
     *
     * @return the return, empty if there is no such line
     */
    public Optional<Map<String, Object>> takeBack(
            String trace, long saleId, int lineNo, LocalDate returnedOn, String reason) throws SQLException {
        try (RowLocks.Held held = locks.hold(Table.SALE, saleId);
                UnitOfWork work = UnitOfWork.begin(database, ledger)) {
            if (work.write(Table.SALE_LINE, Operation.DELETE, DELETE_LINE, saleId, lineNo)
                    .isEmpty()) {
                return Optional.empty();
            }
            Map<String, Object> taken = work.write(
                            Table.SALE_RETURN, Operation.CREATE, INSERT_RETURN, saleId, lineNo, returnedOn, reason)
                    .get(0);
            work.commit(trace);
            return Optional.of(taken);
        }
    }

    /** A sale with its {@code lines} and {@code returns}; reads only. */
    public Optional<Map<String, Object>> sale(long saleId) throws SQLException {
        try (Connection c = database.getConnection()) {
            c.setReadOnly(true);
            c.setAutoCommit(false);
            try {
                List<Map<String, Object>> sales = UnitOfWork.query(c, "SELECT * FROM sale WHERE sale_id = ?", saleId);
                if (sales.isEmpty()) {
                    return Optional.empty();
                }
                Map<String, Object> sale = new LinkedHashMap<>(sales.get(0));
                sale.put(
                        "lines",
                        UnitOfWork.query(c, "SELECT * FROM sale_line WHERE sale_id = ? ORDER BY line_no", saleId));
                sale.put(
                        "returns",
                        UnitOfWork.query(c, "SELECT * FROM sale_return WHERE sale_id = ? ORDER BY return_id", saleId));
                return Optional.of(sale);
            } finally {
                c.rollback();
                c.setReadOnly(false);
            }
        }
    }

    private Optional<Map<String, Object>> update(
            String trace, Table root, long rootId, Table table, String sql, Object... parameters) throws SQLException {
        try (RowLocks.Held held = locks.hold(root, rootId);
                UnitOfWork work = UnitOfWork.begin(database, ledger)) {
            List<Map<String, Object>> rows = work.write(table, Operation.UPDATE, sql, parameters);
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            work.commit(trace);
            return Optional.of(rows.get(0));
        }
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column))).longValue();
    }
}
