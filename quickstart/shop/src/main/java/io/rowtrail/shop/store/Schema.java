package io.rowtrail.shop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The shop's tables. All have REPLICA IDENTITY FULL, so that a captured delete tells the row it removed. */
public final class Schema {
    private static final String[] TABLES = {
        """
        CREATE TABLE IF NOT EXISTS store (
            store_id integer PRIMARY KEY,
            name text NOT NULL,
            city text NOT NULL,
            state text NOT NULL,
            country text NOT NULL)""", """
        CREATE TABLE IF NOT EXISTS customer (
            customer_id integer PRIMARY KEY,
            name text NOT NULL,
            email text NOT NULL,
            address text NOT NULL,
            city text NOT NULL,
            state text NOT NULL,
            country text NOT NULL)""", """
        CREATE TABLE IF NOT EXISTS product (
            product_id integer PRIMARY KEY,
            name text NOT NULL,
            brand text NOT NULL,
            family text NOT NULL,
            department text NOT NULL,
            category text NOT NULL,
            list_price numeric(12, 4) NOT NULL)""", """
        CREATE TABLE IF NOT EXISTS sale (
            sale_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            customer_id integer NOT NULL CONSTRAINT sale_customer REFERENCES customer,
            store_id integer NOT NULL CONSTRAINT sale_store REFERENCES store,
            sold_on date NOT NULL)""", """
        CREATE TABLE IF NOT EXISTS sale_line (
            sale_id bigint NOT NULL CONSTRAINT line_sale REFERENCES sale,
            line_no integer NOT NULL,
            product_id integer NOT NULL CONSTRAINT line_product REFERENCES product,
            quantity numeric(12, 4) NOT NULL,
            unit_price numeric(12, 4) NOT NULL,
            unit_cost numeric(12, 4) NOT NULL,
            PRIMARY KEY (sale_id, line_no))""", """
        CREATE TABLE IF NOT EXISTS sale_return (
            return_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            sale_id bigint NOT NULL CONSTRAINT return_sale REFERENCES sale,
            line_no integer NOT NULL,
            returned_on date NOT NULL,
            reason text NOT NULL)""",
    };

    private Schema() {}

    /** Creates what is missing; an existing table is left as it is. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            for (Table table : Table.values()) {
                statement.execute("ALTER TABLE " + table.sqlName() + " REPLICA IDENTITY FULL");
            }
        }
    }
}
