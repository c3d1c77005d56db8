package io.rowtrail.quickstart.verdict;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The histories of all tables of the shop, and whose writes they are. */
public final class ShopHistory {
    private final Map<String, TableHistory> tables = new HashMap<>();
    private final List<LedgerEntry> ledger;

    /**
     * Replays the ledger over the loaded rows.
     *
     * @param loaded table to key to row, as it was before the first entry
     */
    public ShopHistory(Map<String, Map<RowKey, Map<String, String>>> loaded, List<LedgerEntry> ledger) {
        this.ledger = List.copyOf(ledger);
        loaded.forEach((table, rows) -> rows.forEach((key, row) -> table(table).load(key, row)));
        for (LedgerEntry entry : ledger) {
            for (LedgerEntry.Write write : entry.writes()) {
                table(write.table()).apply(entry.seq(), write);
            }
        }
    }

    public TableHistory table(String name) {
        return tables.computeIfAbsent(name, n -> new TableHistory());
    }

    public Map<String, TableHistory> tables() {
        return tables;
    }

    public List<LedgerEntry> ledger() {
        return ledger;
    }

    /** The entry with that number. */
    public LedgerEntry entry(int seq) {
        return ledger.get(seq - 1);
    }
}
