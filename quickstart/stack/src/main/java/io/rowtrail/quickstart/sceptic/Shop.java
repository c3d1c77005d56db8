package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.LedgerEntry;
import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.WriteSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The shop's rows as they are when some of the ledger's transactions happened and the others never did. A write says the
 * whole row, so it needs none before it: an update of a row whose insert never happened still leaves that row.
 */
final class Shop {
    private final Map<String, Map<RowKey, Row>> tables = new HashMap<>();

    /**
     * A row and the writes, since its insert, that led to it.
     *
     * @param columns as text
     */
    record Row(Map<String, String> columns, WriteSet writes) {
        String column(String name) {
            return Objects.requireNonNull(columns.get(name), name);
        }
    }

    private Shop() {}

    /** @param loaded table to key to row, as it was before the first entry */
    static Shop of(
            Map<String, Map<RowKey, Map<String, String>>> loaded,
            List<LedgerEntry> ledger,
            Predicate<LedgerEntry> happened) {
        Shop shop = new Shop();
        loaded.forEach((table, rows) ->
                rows.forEach((key, row) -> shop.table(table).put(key, new Row(row, WriteSet.EMPTY))));
        for (LedgerEntry entry : ledger) {
            if (happened.test(entry)) {
                entry.writes().forEach(write -> shop.apply(entry.seq(), write));
            }
        }
        return shop;
    }

    private void apply(int seq, LedgerEntry.Write write) {
        Map<RowKey, Row> rows = table(write.table());
        switch (write.op()) {
            case CREATE -> rows.put(write.key(), new Row(write.row(), WriteSet.EMPTY.followedBy(seq)));
            case UPDATE -> {
                Row before = rows.get(write.key());
                WriteSet writes = before == null ? WriteSet.EMPTY : before.writes();
                rows.put(write.key(), new Row(write.row(), writes.followedBy(seq)));
            }
            case DELETE -> rows.remove(write.key());
        }
    }

    Collection<Row> rows(String table) {
        return table(table).values();
    }

    /** The row of that table whose key is one column, with the value it has in {@code from}. */
    Optional<Row> row(String table, String column, Row from) {
        return Optional.ofNullable(table(table).get(new RowKey(column + "=" + from.column(column))));
    }

    private Map<RowKey, Row> table(String name) {
        return tables.computeIfAbsent(name, n -> new LinkedHashMap<>());
    }
}
