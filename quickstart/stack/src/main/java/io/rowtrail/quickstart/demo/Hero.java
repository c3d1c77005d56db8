package io.rowtrail.quickstart.demo;

import io.rowtrail.quickstart.verdict.LedgerEntry;
import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.SalesOracle.RevenueKey;
import io.rowtrail.quickstart.verdict.ShopHistory;
import io.rowtrail.quickstart.verdict.Version;
import java.util.List;
import java.util.Map;

/**
 * A request to tell the story of: a sale whose lines are all there as it wrote them.
 *
 * @param trace its trace id
 * @param entry its place in the ledger
 * @param cell a cell of the report it is in
 */
record Hero(String trace, LedgerEntry entry, RevenueKey cell) {
    /** One from the middle of the year. */
    static Hero choose(ShopHistory history) {
        List<LedgerEntry> ledger = history.ledger();
        return ledger.subList(ledger.size() / 3, ledger.size()).stream()
                .filter(entry -> entry.trace().isPresent() && entry.writes().size() > 3)
                .filter(entry -> entry.writes().get(0).table().equals("sale"))
                .filter(entry -> entry.writes().stream().allMatch(write -> isAsWritten(history, entry, write)))
                .findFirst()
                .map(entry -> new Hero(entry.trace().orElseThrow(), entry, cell(history, entry)))
                .orElseThrow(() -> new IllegalStateException("the ledger holds no whole sale"));
    }

    /** Whether the row is there and nobody has touched it since: then the shop can be imagined without the request. */
    private static boolean isAsWritten(ShopHistory history, LedgerEntry entry, LedgerEntry.Write write) {
        return history.table(write.table())
                .live(write.key())
                .filter(version -> version.writes().isOnly(entry.seq()))
                .isPresent();
    }

    private static RevenueKey cell(ShopHistory history, LedgerEntry entry) {
        Version sale = live(history, "sale", entry.writes().get(0).key());
        Version line = live(history, "sale_line", entry.writes().get(1).key());
        return new RevenueKey(
                sale.column("sold_on").substring(0, "yyyy-MM".length()),
                live(history, "product", single("product_id", line)).column("family"),
                live(history, "customer", single("customer_id", sale)).column("state"));
    }

    private static RowKey single(String column, Version version) {
        return RowKey.of(Map.of(column, version.column(column)));
    }

    private static Version live(ShopHistory history, String table, RowKey key) {
        return history.table(table).live(key).orElseThrow();
    }
}
