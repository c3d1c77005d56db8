package io.rowtrail.verifier;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Of each entry of a pack what later steps need: its index, its leaf's hash, what its leaf says of its facts. */
final class Leaves {
    private final String log;
    private final List<Leaf> leaves = new ArrayList<>();

    private Leaves(String log) {
        this.log = log;
    }

    /** Reads the entries of {@code jsonl}, which must come by rising index, and shows each to {@code tally}. */
    static Leaves read(Part jsonl, String log, Tally tally) throws CheckFailed, IOException {
        Leaves all = new Leaves(log);
        jsonl.eachLine(line -> {
            LoggedEntry entry = LoggedEntry.parse(line, all.leaves.size() + 1L, log);
            long last =
                    all.leaves.isEmpty() ? -1 : all.leaves.get(all.size() - 1).index();
            if (entry.index() <= last) {
                throw new CheckFailed("order of entries.jsonl", "an index above " + last, entry.name());
            }
            tally.add(entry);
            all.leaves.add(new Leaf(entry.index(), entry.leafHash(), entry.word("facts")));
        });
        return all;
    }

    int size() {
        return leaves.size();
    }

    /** The name of the {@code i}th entry. */
    String name(int i) {
        return log + ":" + leaves.get(i).index();
    }

    long index(int i) {
        return leaves.get(i).index();
    }

    byte[] hash(int i) {
        return leaves.get(i).hash();
    }

    String facts(int i) {
        return leaves.get(i).facts();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Leaf(long index, byte[] hash, String facts) {}
}
