package io.rowtrail.quickstart.sceptic;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A line of {@code silver.sales} as the sceptic's jobs need it.
 *
 * @param joined the rows it is made of
 */
record SaleLine(String customer, LocalDate soldOn, BigDecimal quantity, BigDecimal revenue, List<Shop.Row> joined) {
    static List<SaleLine> all(Shop shop) {
        List<SaleLine> lines = new ArrayList<>();
        for (Shop.Row line : shop.rows("sale_line")) {
            Optional<Shop.Row> sale = shop.row("sale", "sale_id", line);
            Optional<Shop.Row> customer = sale.flatMap(row -> shop.row("customer", "customer_id", row));
            Optional<Shop.Row> product = shop.row("product", "product_id", line);
            if (customer.isPresent() && product.isPresent()) {
                lines.add(joined(line, sale.orElseThrow(), customer.get(), product.get()));
            }
        }
        return lines;
    }

    private static SaleLine joined(Shop.Row line, Shop.Row sale, Shop.Row customer, Shop.Row product) {
        BigDecimal quantity = new BigDecimal(line.column("quantity"));
        return new SaleLine(
                customer.column("customer_id"),
                LocalDate.parse(sale.column("sold_on")),
                quantity,
                quantity.multiply(new BigDecimal(line.column("unit_price"))),
                List.of(line, sale, customer, product));
    }

    /** Adds the writes in it. */
    void addTo(BitSet writes) {
        joined.forEach(row -> row.writes().addTo(writes));
    }
}
