package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.ShopHistory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where each customer lived from when to when, after two loads. A row that the second load closed or opened rests on the
 * customer as it was at both; a row it left alone on the customer as it was at the first.
 *
 * @param first ordinal through which the first load read
 * @param second ordinal through which the second did
 */
record CustomerHistory(long first, long second) implements Job {
    private static final List<String> WATCHED = List.of("address", "city", "state");

    @Override
    public String table() {
        return "sceptic.customer_history";
    }

    @Override
    public List<String> columns() {
        return List.of("customer_id", "valid_from", "name", "address", "city", "state", "valid_to", "current");
    }

    @Override
    public int keys() {
        return 2;
    }

    @Override
    public Map<List<String>, BitSet> rows(World world) {
        Map<List<String>, BitSet> rows = new HashMap<>();
        for (Shop.Row now : world.now().rows("customer")) {
            Shop.Row then = world.before().row("customer", "customer_id", now).orElse(null);
            BitSet before = new BitSet();
            if (then != null) {
                then.writes().addTo(before);
            }
            BitSet both = (BitSet) before.clone();
            now.writes().addTo(both);
            if (then == null) {
                rows.put(row(now, second, "null"), both);
            } else if (WATCHED.stream().allMatch(column -> then.column(column).equals(now.column(column)))) {
                rows.put(row(then, first, "null"), before);
            } else {
                rows.put(row(then, first, Long.toString(second)), both);
                rows.put(row(now, second, "null"), both);
            }
        }
        return rows;
    }

    private static List<String> row(Shop.Row customer, long from, String to) {
        List<String> row = new ArrayList<>(List.of(customer.column("customer_id"), Long.toString(from)));
        for (String column : List.of("name", "address", "city", "state")) {
            row.add(customer.column(column));
        }
        row.add(to);
        row.add(Boolean.toString(to.equals("null")));
        return List.copyOf(row);
    }

    /** Former addresses: any of them could be the one a load sees. */
    @Override
    public Function<List<String>, BitSet> absence(ShopHistory history) {
        return row -> {
            BitSet absence = new BitSet();
            history.table("customer")
                    .of(RowKey.of(Map.of("customer_id", row.get(0))))
                    .forEach(state -> state.endedBy().ifPresent(absence::set));
            return absence;
        };
    }
}
