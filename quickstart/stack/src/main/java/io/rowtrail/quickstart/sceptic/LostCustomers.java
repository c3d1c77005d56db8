package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.ShopHistory;
import io.rowtrail.quickstart.verdict.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Customers who bought in the first half of the year, nothing since, and brought nothing back that was damaged: each row
 * rests on its customer and on the purchases that were looked for and found.
 */
record LostCustomers() implements Job {
    private static final LocalDate SINCE = LocalDate.of(1997, 7, 1);

    @Override
    public String table() {
        return "sceptic.lost";
    }

    @Override
    public List<String> columns() {
        return List.of("customer_id", "name", "state");
    }

    @Override
    public int keys() {
        return 1;
    }

    @Override
    public Map<List<String>, BitSet> rows(World world) {
        Shop shop = world.now();
        Map<String, List<Shop.Row>> linesBySale = new HashMap<>();
        shop.rows("sale_line")
                .forEach(line -> linesBySale
                        .computeIfAbsent(line.column("sale_id"), s -> new ArrayList<>())
                        .add(line));
        Map<String, BitSet> early = new HashMap<>();
        Set<String> late = new HashSet<>();
        for (Shop.Row sale : shop.rows("sale")) {
            List<Shop.Row> lines = linesBySale.getOrDefault(sale.column("sale_id"), List.of());
            String customer = sale.column("customer_id");
            if (!lines.isEmpty() && isEarly(sale.column("sold_on"))) {
                BitSet writes = early.computeIfAbsent(customer, c -> new BitSet());
                sale.writes().addTo(writes);
                lines.forEach(line -> line.writes().addTo(writes));
            } else if (!lines.isEmpty()) {
                late.add(customer);
            }
        }
        for (Shop.Row returned : shop.rows("sale_return")) {
            if (returned.column("reason").equals("damaged")) {
                shop.row("sale", "sale_id", returned).ifPresent(sale -> late.add(sale.column("customer_id")));
            }
        }
        return customers(shop, early, late);
    }

    private static Map<List<String>, BitSet> customers(Shop shop, Map<String, BitSet> early, Set<String> late) {
        Map<List<String>, BitSet> rows = new HashMap<>();
        for (Shop.Row customer : shop.rows("customer")) {
            BitSet purchases = early.get(customer.column("customer_id"));
            if (purchases != null && !late.contains(customer.column("customer_id"))) {
                BitSet writes = (BitSet) purchases.clone();
                customer.writes().addTo(writes);
                rows.put(
                        List.of(customer.column("customer_id"), customer.column("name"), customer.column("state")),
                        writes);
            }
        }
        return rows;
    }

    private static boolean isEarly(String soldOn) {
        return LocalDate.parse(soldOn).isBefore(SINCE);
    }

    /** Lines of purchases that were found, and whole purchases since, that are no longer as they were. */
    @Override
    public Function<List<String>, BitSet> absence(ShopHistory history) {
        Map<String, List<List<Version>>> linesBySale = new HashMap<>();
        history.table("sale_line")
                .all()
                .values()
                .forEach(lines -> linesBySale
                        .computeIfAbsent(lines.get(0).column("sale_id"), s -> new ArrayList<>())
                        .add(lines));
        Map<String, BitSet> absences = new HashMap<>();
        for (List<Version> sales : history.table("sale").all().values()) {
            Version sale = sales.get(0);
            List<List<Version>> lines = linesBySale.getOrDefault(sale.column("sale_id"), List.of());
            boolean live = lines.stream()
                    .anyMatch(states -> states.get(states.size() - 1).live());
            if (live == isEarly(sale.column("sold_on"))) {
                BitSet absence = absences.computeIfAbsent(sale.column("customer_id"), c -> new BitSet());
                lines.forEach(states -> Ghosts.add(states, absence));
            }
        }
        return row -> absences.getOrDefault(row.get(0), new BitSet());
    }
}
