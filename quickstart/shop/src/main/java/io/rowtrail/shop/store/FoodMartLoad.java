package io.rowtrail.shop.store;

import io.rowtrail.shop.foodmart.FoodMart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Fills stores, customers and products, in one transaction, before anybody captures. */
public final class FoodMartLoad {
    private final FoodMart foodMart;

    public FoodMartLoad(FoodMart foodMart) {
        this.foodMart = foodMart;
    }

    /**
     * Creates the schema and loads it; what is loaded already is left alone.
     *
     * @return the rows written
     */
    public int load(DataSource database) throws SQLException {
        try (Connection c = database.getConnection()) {
            c.setAutoCommit(false);
            Schema.create(c);
            int rows = 0;
            if (!loaded(c)) {
                rows += insert(
                        c,
                        Table.STORE,
                        foodMart.stores(),
                        s -> List.of(
                                s.id(),
                                s.name(),
                                s.place().city(),
                                s.place().state(),
                                s.place().country()));
                rows += insert(
                        c,
                        Table.CUSTOMER,
                        foodMart.customers(),
                        p -> List.of(
                                p.id(),
                                p.name(),
                                p.email(),
                                p.address(),
                                p.place().city(),
                                p.place().state(),
                                p.place().country()));
                rows += insert(
                        c,
                        Table.PRODUCT,
                        foodMart.products(),
                        p -> List.of(
                                p.id(), p.name(), p.brand(), p.family(), p.department(), p.category(), p.listPrice()));
            }
            c.commit();
            return rows;
        }
    }

    private static boolean loaded(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT EXISTS (SELECT FROM customer)")) {
            return r.next() && r.getBoolean(1);
        }
    }

    private static <T> int insert(Connection c, Table table, List<T> things, Function<T, List<Object>> columns)
            throws SQLException {
        int width = columns.apply(things.get(0)).size();
        String marks = Stream.generate(() -> "?").limit(width).collect(Collectors.joining(", "));
        try (PreparedStatement insert =
                c.prepareStatement("INSERT INTO " + table.sqlName() + " VALUES (" + marks + ")")) {
            for (T thing : things) {
                int at = 0;
                for (Object value : columns.apply(thing)) {
                    insert.setObject(++at, value);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return things.size();
    }
}
