package io.rowtrail.quickstart.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Every state of every row of one table, from the rows loaded before the ledger began through its last entry. */
public final class TableHistory {
    private final Map<RowKey, List<Version>> versions = new LinkedHashMap<>();

    /** A row that was there before the ledger began. */
    void load(RowKey key, Map<String, String> row) {
        versions.computeIfAbsent(key, k -> new ArrayList<>())
                .add(new Version(row, WriteSet.EMPTY, true, OptionalInt.empty()));
    }

    /**
     * The next write of a row.
     *
     * @throws IllegalStateException when the ledger contradicts itself: an insert of a row that is there, a change of
     *     one that is not
     */
    void apply(int seq, LedgerEntry.Write write) {
        List<Version> states = versions.computeIfAbsent(write.key(), k -> new ArrayList<>());
        Optional<Version> before = live(states);
        boolean creates = write.op() == LedgerEntry.Op.CREATE;
        if (creates == before.isPresent()) {
            throw new IllegalStateException(
                    "entry " + seq + " of the ledger: " + write.op().code() + " of " + write.table() + " " + write.key()
                            + (creates ? ", which is there" : ", which is not there"));
        }
        before.ifPresent(state -> states.set(states.size() - 1, state.ended(seq)));
        if (write.op() != LedgerEntry.Op.DELETE) {
            WriteSet writes = before.map(Version::writes).orElse(WriteSet.EMPTY).followedBy(seq);
            boolean loaded = before.map(Version::loaded).orElse(false);
            states.add(new Version(write.row(), writes, loaded, OptionalInt.empty()));
        }
    }

    /** All states of that row, oldest first, the live one last; empty for a row that never was. */
    public List<Version> of(RowKey key) {
        return versions.getOrDefault(key, List.of());
    }

    public Optional<Version> live(RowKey key) {
        return live(of(key));
    }

    /** Every row that ever was, in the order of their first appearance. */
    public Map<RowKey, List<Version>> all() {
        return versions;
    }

    public int liveRows() {
        return (int) versions.values().stream().filter(v -> live(v).isPresent()).count();
    }

    private static Optional<Version> live(List<Version> states) {
        return states.isEmpty()
                ? Optional.empty()
                : Optional.of(states.get(states.size() - 1)).filter(Version::live);
    }
}
