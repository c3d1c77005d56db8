package io.rowtrail.graph.openlineage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Keeps the least of what it is given, so many of them, each once, whatever the order; counts the rest. */
final class Least<T> {

    private final int most;
    private final Comparator<? super T> order;
    private List<T> kept = new ArrayList<>();
    private long given;

    Least(int most, Comparator<? super T> order) {
        this.most = most;
        this.order = order;
    }

    void add(T one) {
        kept.add(one);
        given++;
        if (kept.size() >= 2 * most) {
            cut();
        }
    }

    private void cut() {
        TreeSet<T> sorted = new TreeSet<>(order);
        sorted.addAll(kept);
        kept = new ArrayList<>(sorted);
        if (kept.size() > most) {
            kept = new ArrayList<>(kept.subList(0, most));
        }
    }

    /** Returns what is kept: as given while it is within the bound, else the least, sorted. */
    List<T> kept() {
        if (kept.size() > most) {
            cut();
        }
        return kept;
    }

    /** Returns how many were given beyond what is kept; 0 while all are. */
    long omitted() {
        return given <= most ? 0 : given - kept().size();
    }
}
