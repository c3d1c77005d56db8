package io.rowtrail.quickstart.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares every write of the ledger with the captured changes: the same writes of each row in the same order, each
 * under its own request, whole transactions under one ordinal; nothing missing, nothing twice, nothing more.
 */
public final class ChangeComparison {
    private static final String SNAPSHOT = "r";

    private final ShopHistory history;
    private final Map<Long, Integer> entryOfOrdinal = new HashMap<>();
    private final Map<Integer, Long> ordinalOfEntry = new HashMap<>();
    private final Map<String, Long> causes = new TreeMap<>();
    private final Tally traced = new Tally("traced writes captured under their request");
    private final Tally untraced = new Tally("writes without a request captured as such");
    private final Tally snapshot = new Tally("rows from before the ledger captured by the snapshot");

    private record Written(int seq, LedgerEntry.Write write) {}

    private ChangeComparison(ShopHistory history) {
        this.history = history;
    }

    /**
     * Compares.
     *
     * @param changes table to all rows of its change table; tables of the ledger that are not there count as empty
     */
    public static ChangeComparison of(ShopHistory history, Map<String, List<Change>> changes) {
        ChangeComparison comparison = new ChangeComparison(history);
        Map<String, Map<RowKey, List<Written>>> written = new HashMap<>();
        for (LedgerEntry entry : history.ledger()) {
            for (LedgerEntry.Write write : entry.writes()) {
                written.computeIfAbsent(write.table(), t -> new LinkedHashMap<>())
                        .computeIfAbsent(write.key(), k -> new ArrayList<>())
                        .add(new Written(entry.seq(), write));
            }
        }
        changes.forEach((table, rows) -> comparison.table(table, rows, written.getOrDefault(table, Map.of())));
        written.forEach((table, rows) -> {
            if (!changes.containsKey(table)) {
                comparison.table(table, List.of(), rows);
            }
        });
        return comparison;
    }

    /** The findings, in the order of the story. */
    public List<Check> checks() {
        return List.of(traced.check(), untraced.check(), snapshot.check());
    }

    /** Every transaction that was found. */
    public CapturedEntries captured() {
        return CapturedEntries.of(entryOfOrdinal);
    }

    /** How many captured changes have which tag source. */
    public Map<String, Long> causes() {
        return causes;
    }

    private void table(String table, List<Change> changes, Map<RowKey, List<Written>> written) {
        Map<RowKey, List<Change>> captured = new LinkedHashMap<>();
        Map<RowKey, List<Change>> loaded = new LinkedHashMap<>();
        for (Change change : changes) {
            causes.merge(change.tagSource(), 1L, Long::sum);
            (change.op().equals(SNAPSHOT) ? loaded : captured)
                    .computeIfAbsent(change.key(), k -> new ArrayList<>())
                    .add(change);
        }
        written.forEach((key, writes) -> row(table, key, writes, captured.getOrDefault(key, List.of())));
        captured.forEach((key, surplus) -> {
            if (!written.containsKey(key)) {
                traced.note(table + " " + key + ": captured, but the ledger does not know it");
            }
        });
        snapshot(table, loaded);
    }

    private void row(String table, RowKey key, List<Written> writes, List<Change> unsorted) {
        List<Change> changes = new ArrayList<>(unsorted);
        changes.sort(Comparator.comparingLong(Change::ordinal).thenComparingInt(Change::position));
        for (int i = 0; i < Math.max(writes.size(), changes.size()); i++) {
            if (i >= writes.size()) {
                traced.note(table + " " + key + ": captured " + changes.size() + " times, written " + writes.size());
            } else {
                Written write = writes.get(i);
                boolean request = history.entry(write.seq).trace().isPresent();
                String problem = i >= changes.size() ? "not captured" : difference(write, changes.get(i));
                String place = table + " " + key + ", entry " + write.seq + ": ";
                (request ? traced : untraced).note(problem.isEmpty() ? "" : place + problem);
            }
        }
    }

    private String difference(Written written, Change change) {
        LedgerEntry entry = history.entry(written.seq);
        if (!change.op().equals(written.write.op().code())) {
            return "is " + change.op() + ", must be " + written.write.op().code();
        }
        if (!change.trace().equals(entry.trace())) {
            return "has trace " + change.trace().orElse("none") + ", must have "
                    + entry.trace().orElse("none");
        }
        String source = entry.trace().isPresent() ? "message" : "none";
        if (!change.tagSource().equals(source)) {
            return "has tag source " + change.tagSource() + ", must have " + source;
        }
        Integer known = entryOfOrdinal.putIfAbsent(change.ordinal(), written.seq);
        Long other = ordinalOfEntry.putIfAbsent(written.seq, change.ordinal());
        if ((known != null && known != written.seq) || (other != null && other != change.ordinal())) {
            return "ordinal " + change.ordinal() + " does not stand for exactly this transaction";
        }
        return written.write.row().entrySet().stream()
                .filter(column ->
                        !Values.same(column.getValue(), change.columns().get(column.getKey())))
                .findFirst()
                .map(column -> "column " + column.getKey() + " differs from what was written")
                .orElse("");
    }

    private void snapshot(String table, Map<RowKey, List<Change>> loaded) {
        Map<RowKey, List<Change>> unknown = new LinkedHashMap<>(loaded);
        history.table(table).all().forEach((key, versions) -> {
            if (versions.get(0).loaded()) {
                unknown.remove(key);
                int times = loaded.getOrDefault(key, List.of()).size();
                snapshot.note(times == 1 ? "" : table + " " + key + ": in the snapshot " + times + " times");
            }
        });
        unknown.keySet().forEach(key -> snapshot.note(table + " " + key + ": in the snapshot, but it was not there"));
    }
}
