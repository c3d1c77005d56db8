package io.rowtrail.quickstart.verdict;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which captured transaction stands for which entry of the ledger. */
public final class CapturedEntries {
    private final Map<Long, Integer> entries;
    private final Map<Integer, Long> ordinals = new HashMap<>();

    private CapturedEntries(Map<Long, Integer> entries) {
        this.entries = Map.copyOf(entries);
        entries.forEach((ordinal, entry) -> ordinals.put(entry, ordinal));
    }

    /** @param entries change ordinal to ledger number, one to one */
    public static CapturedEntries of(Map<Long, Integer> entries) {
        return new CapturedEntries(entries);
    }

    /** The ledger number behind a change ordinal; empty for the snapshot and for what the ledger does not know. */
    public Optional<Integer> entry(long ordinal) {
        return Optional.ofNullable(entries.get(ordinal));
    }

    /** The change ordinal of a ledger entry; empty when it was not captured. */
    public Optional<Long> ordinal(int entry) {
        return Optional.ofNullable(ordinals.get(entry));
    }
}
