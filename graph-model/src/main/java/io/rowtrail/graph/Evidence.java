package io.rowtrail.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The entries cited for something that very many entries tell of: all while they are few, else the first and the last. */
public final class Evidence {

    /** How many of the first, and of the last. */
    public static final int EACH = 20;

    private Evidence() {}

    /** Returns the entries to cite, sorted, each once. Citing what was cited before and more gives the same as citing all. */
    public static List<EntryRef> of(Collection<EntryRef> entries) {
        List<EntryRef> sorted = new ArrayList<>(new TreeSet<>(entries));
        if (sorted.size() <= 2 * EACH) {
            return sorted;
        }
        List<EntryRef> cited = new ArrayList<>(sorted.subList(0, EACH));
        cited.addAll(sorted.subList(sorted.size() - EACH, sorted.size()));
        return cited;
    }
}
