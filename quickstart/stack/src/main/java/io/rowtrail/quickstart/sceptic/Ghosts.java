package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.ShopHistory;
import io.rowtrail.quickstart.verdict.Version;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** States of rows that are no longer: the last write of its row keeps each of them out. */
final class Ghosts {
    private Ghosts() {}

    /**
     * Customer to the writes that keep former states of its sale lines out: of the lines themselves, of what they are
     * joined to.
     */
    static Map<String, BitSet> ofLines(ShopHistory history) {
        Map<String, BitSet> ghosts = new HashMap<>();
        history.table("sale_line")
                .all()
                .values()
                .forEach(lines -> lines.forEach(line -> {
                    List<Version> sales = states(history, "sale", "sale_id", line);
                    for (Version sale : sales) {
                        BitSet absence = ghosts.computeIfAbsent(sale.column("customer_id"), c -> new BitSet());
                        for (List<Version> joined : List.of(
                                lines,
                                sales,
                                states(history, "customer", "customer_id", sale),
                                states(history, "product", "product_id", line))) {
                            add(joined, absence);
                            // Nothing comes back without the row that is gone, whatever else is wanting: naming the
                            // first will do.
                            if (joined.stream().noneMatch(Version::live)) {
                                break;
                            }
                        }
                    }
                }));
        return ghosts;
    }

    /** Without the last write of its row a former state might be back; with it, it cannot. */
    static void add(List<Version> states, BitSet absence) {
        Version last = states.get(states.size() - 1);
        if (!last.live()) {
            last.endedBy().ifPresent(absence::set);
        } else if (states.size() > 1) {
            last.writes().stream().max().ifPresent(absence::set);
        }
    }

    private static List<Version> states(ShopHistory history, String table, String key, Version of) {
        return history.table(table).of(RowKey.of(Map.of(key, of.column(key))));
    }
}
