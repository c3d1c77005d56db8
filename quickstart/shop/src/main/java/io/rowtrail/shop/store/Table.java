package io.rowtrail.shop.store;

import java.util.List;

/** The shop's tables with their key columns, parents first. */
public enum Table {
    STORE("store", "store_id"),
    CUSTOMER("customer", "customer_id"),
    PRODUCT("product", "product_id"),
    SALE("sale", "sale_id"),
    SALE_LINE("sale_line", "sale_id", "line_no"),
    SALE_RETURN("sale_return", "return_id");

    private final String sqlName;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> key;

    Table(String sqlName, String... key) {
        this.sqlName = sqlName;
        this.key = List.of(key);
    }

    /** The name in the database and in the ledger. */
    public String sqlName() {
        return sqlName;
    }

    /** The columns of the primary key, in its order. */
    public List<String> key() {
        return key;
    }
}
