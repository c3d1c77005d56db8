package io.rowtrail.graph.fold;

import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.FactsBounds;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps what the events of one run tell together within the bounds of a single event. Of more, the least in their own order
 * are kept, whichever event told them: so the graph is the same in every order of arrival. The events themselves are kept
 * whole in the log.
 */
final class UnionBounds {

    private UnionBounds() {}

    /** Takes away all but the least {@code most} keys of both maps together. */
    static <K extends Comparable<? super K>> void cut(Map<K, ?> some, Map<K, ?> others, int most) {
        if (some.size() + others.size() > most) {
            TreeSet<K> all = new TreeSet<>(some.keySet());
            all.addAll(others.keySet());
            Set<K> kept = least(all, most);
            some.keySet().retainAll(kept);
            others.keySet().retainAll(kept);
        }
    }

    /** Takes away all but the least {@code most} keys. */
    static <K> void cut(Map<K, ?> map, Comparator<? super K> order, int most) {
        if (map.size() > most) {
            TreeSet<K> all = new TreeSet<>(order);
            all.addAll(map.keySet());
            map.keySet().retainAll(least(all, most));
        }
    }

    private static <K> Set<K> least(NavigableSet<K> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        return all.headSet(all.stream().skip(most).findFirst().orElseThrow());
    }

    /** The least of {@code mentions}, which are sorted. */
    static List<DatasetMention> datasets(List<DatasetMention> mentions) {
        return mentions.subList(0, Math.min(FactsBounds.DATASETS, mentions.size()));
    }

    /** Whether the graph has less than the events of a run tell: one of them is summarised, or all together are too much. */
    static boolean summarised(
            List<LoggedFacts> events,
            Collection<DatasetMention> inputs,
            Collection<DatasetMention> outputs,
            int columns) {
        return events.stream().anyMatch(e -> e.facts().header().marks().contains(Mark.SUMMARISED))
                || inputs.size() > FactsBounds.DATASETS
                || outputs.size() > FactsBounds.DATASETS
                || FactsBounds.beside(inputs.size(), outputs.size()) < inputs.size()
                || FactsBounds.beside(outputs.size(), inputs.size()) < outputs.size()
                || columns > FactsBounds.SOURCES;
    }

    /** Orders flows stated outright. */
    static int compare(ToldEdges.Pair a, ToldEdges.Pair b) {
        int from = a.from().compareTo(b.from());
        return from != 0 ? from : a.to().compareTo(b.to());
    }

    /** Orders links between jobs. */
    static int compare(JobPairs.Pair a, JobPairs.Pair b) {
        return Comparator.comparing(JobPairs.Pair::from)
                .thenComparing(JobPairs.Pair::to)
                .thenComparing(JobPairs.Pair::kind)
                .compare(a, b);
    }

    /** Those that {@link #datasets} keeps. */
    static Set<DatasetId> kept(Collection<DatasetId> datasets) {
        return least(new TreeSet<>(datasets), FactsBounds.DATASETS);
    }
}
