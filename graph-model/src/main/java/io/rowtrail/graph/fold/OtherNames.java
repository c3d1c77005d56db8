package io.rowtrail.graph.fold;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.facts.DatasetId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The names under which the data of some datasets is known too, as heard of so far in a walk from one point of the two times.
 * Since a physical name has one logical name at a time, this is no union over time and joins no strangers.
 */
final class OtherNames {

    private final Predicate<DatasetId> seen;
    private final Map<DatasetId, Set<Edge.Name>> aliases = new HashMap<>();
    private final Map<Edge.Name, EdgeSource.Found> renames = new LinkedHashMap<>();
    private final Set<DatasetId> ambiguous = new TreeSet<>();

    /**
     * Has heard of none.
     *
     * @param seen whether the asker may know of a dataset
     */
    OtherNames(Predicate<DatasetId> seen) {
        this.seen = seen;
    }

    /** Takes names; of rivals only that there are some, as just one of them counts. */
    void hear(Collection<EdgeSource.Found> names) {
        for (EdgeSource.Found found : names) {
            if (found.edge() instanceof Edge.Name name && seen.test(name.from()) && seen.test(name.to())) {
                if (found.effect() == Effect.ATTEMPTED) {
                    if (name.kind() == Edge.Name.Kind.ALIAS) {
                        ambiguous.add(name.from());
                    }
                } else if (name.kind() == Edge.Name.Kind.RENAME) {
                    renames.put(name, found);
                } else {
                    aliases.computeIfAbsent(name.from(), d -> new HashSet<>()).add(name);
                    aliases.computeIfAbsent(name.to(), d -> new HashSet<>()).add(name);
                }
            }
        }
    }

    /** Returns some datasets and all their other names. */
    Set<DatasetId> of(Collection<DatasetId> datasets) {
        Set<DatasetId> all = new TreeSet<>(datasets);
        Deque<DatasetId> open = new ArrayDeque<>(all);
        while (!open.isEmpty()) {
            for (Edge.Name alias : aliases.getOrDefault(open.remove(), Set.of())) {
                for (DatasetId other : alias.datasets()) {
                    if (all.add(other)) {
                        open.add(other);
                    }
                }
            }
        }
        return all;
    }

    /** Returns what gives some datasets other names. */
    Set<Edge.Name> aliases(Collection<DatasetId> datasets) {
        Set<Edge.Name> telling = new HashSet<>();
        datasets.forEach(dataset -> telling.addAll(aliases.getOrDefault(dataset, Set.of())));
        return telling;
    }

    /** Returns the physical names that have rival logical ones, sorted. */
    List<DatasetId> ambiguous() {
        return List.copyOf(ambiguous);
    }

    boolean none() {
        return aliases.isEmpty();
    }

    Map<Edge.Name, EdgeSource.Found> renames() {
        return renames;
    }
}
