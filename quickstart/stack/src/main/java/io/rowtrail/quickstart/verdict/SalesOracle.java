package io.rowtrail.quickstart.verdict;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows that the sample's ETL must produce, with the writes behind each. The rules, in the words of the shop: a sale
 * line is joined with its sale, that sale's customer and the line's product. A row's writes are those, since its insert,
 * of the live rows joined. Whatever combination of states holds one that is no longer would have counted without the
 * write that ended it: that write is the absence of the group where it would have been.
 */
public final class SalesOracle {
    /** A row of {@code gold.revenue}; the month as {@code yyyy-MM}. */
    public record RevenueKey(String month, String family, String state) {}

    /** Sums and the writes behind them. */
    public static final class Totals {
        private final Provenance provenance = new Provenance();
        private BigDecimal revenue = BigDecimal.ZERO;
        private BigDecimal units = BigDecimal.ZERO;
        private boolean present;

        private void add(Joined line) {
            present = true;
            provenance.contribute(line.provenance);
            revenue = revenue.add(line.revenue());
            units = units.add(new BigDecimal(line.line.column("quantity")));
        }

        public Provenance provenance() {
            return provenance;
        }

        public BigDecimal revenue() {
            return revenue;
        }

        public BigDecimal units() {
            return units;
        }
    }

    /** A customer's place among those of a state: higher revenue first. */
    public record Buyer(String customerId, String name, BigDecimal revenue) {}

    /** One line with what it is joined to, all of them some state or other. */
    private record Joined(Version line, Version sale, Version customer, Version product, Provenance provenance) {
        static Joined of(Version line, Version sale, Version customer, Version product) {
            Provenance provenance = new Provenance();
            for (Version version : List.of(line, sale, customer, product)) {
                provenance.contribute(version);
                provenance.missing(version);
            }
            return new Joined(line, sale, customer, product, provenance);
        }

        boolean live() {
            return line.live() && sale.live() && customer.live() && product.live();
        }

        BigDecimal revenue() {
            return new BigDecimal(line.column("quantity")).multiply(new BigDecimal(line.column("unit_price")));
        }

        RevenueKey revenueKey() {
            return new RevenueKey(
                    sale.column("sold_on").substring(0, "yyyy-MM".length()), product.column("family"), state());
        }

        String state() {
            return customer.column("state");
        }
    }

    private final ShopHistory history;
    private final Map<RowKey, WriteSet> sales = new LinkedHashMap<>();
    private final Map<RevenueKey, Totals> revenue = new LinkedHashMap<>();
    private final Map<String, Totals> states = new TreeMap<>();
    private final Map<String, Map<String, Totals>> buyers = new TreeMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Provenance all = new Provenance();

    public SalesOracle(ShopHistory history) {
        this.history = history;
        history.table("sale_line").all().forEach((key, lines) -> lines.forEach(line -> join(key, line)));
        revenue.values().removeIf(totals -> !totals.present);
        states.values().removeIf(totals -> !totals.present);
    }

    /** {@code silver.sales}: a row for each line by its key, and the writes behind it. */
    public Map<RowKey, WriteSet> sales() {
        return sales;
    }

    /** Ledger numbers of the writes that took a line out of {@code silver.sales} or replaced one. */
    public BitSet absence() {
        return all.absence();
    }

    /** {@code gold.revenue}. */
    public Map<RevenueKey, Totals> revenue() {
        return revenue;
    }

    /**
     * {@code gold.top_customers}: each row of a state has the writes of the whole state, since each customer's rank
     * depends on all others.
     */
    public Map<String, Totals> states() {
        return states;
    }

    /** The totals of a state; empty when nobody of it bought anything. */
    public Optional<Totals> state(String state) {
        return Optional.ofNullable(states.get(state));
    }

    /** The customers of a state, best first, equal ones by id. */
    public List<Buyer> buyers(String state) {
        List<Buyer> ranked = new ArrayList<>();
        buyers.getOrDefault(state, Map.of())
                .forEach((id, totals) -> ranked.add(new Buyer(id, names.getOrDefault(id, ""), totals.revenue)));
        ranked.sort(Comparator.comparing(Buyer::revenue)
                .reversed()
                .thenComparing(buyer -> Integer.parseInt(buyer.customerId())));
        return ranked;
    }

    private void join(RowKey key, Version line) {
        for (Version sale : history.table("sale").of(single("sale_id", line))) {
            for (Version customer : history.table("customer").of(single("customer_id", sale))) {
                for (Version product : history.table("product").of(single("product_id", line))) {
                    count(key, Joined.of(line, sale, customer, product));
                }
            }
        }
    }

    private void count(RowKey key, Joined joined) {
        Totals cell = revenue.computeIfAbsent(joined.revenueKey(), k -> new Totals());
        Totals state = states.computeIfAbsent(joined.state(), k -> new Totals());
        if (!joined.live()) {
            cell.provenance.missing(joined.provenance);
            state.provenance.missing(joined.provenance);
            all.missing(joined.provenance);
            return;
        }
        String customer = joined.customer.column("customer_id");
        names.put(customer, joined.customer.column("name"));
        Totals buyer = buyers.computeIfAbsent(joined.state(), k -> new TreeMap<>())
                .computeIfAbsent(customer, k -> new Totals());
        sales.put(key, WriteSet.of(joined.provenance.writes()));
        for (Totals totals : List.of(cell, state, buyer)) {
            totals.add(joined);
        }
    }

    private static RowKey single(String column, Version version) {
        return RowKey.of(Map.of(column, version.column(column)));
    }

    /** The totals of a cell of the report; empty when the report must not have it. */
    public Optional<Totals> revenue(RevenueKey key) {
        return Optional.ofNullable(revenue.get(key));
    }
}
