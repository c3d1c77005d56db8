package io.rowtrail.graph.fold;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.DatasetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The names under which the data of some datasets is known too, as seen from one point of the two times. Since a physical
 * name has one logical name at a time, this is no union over time and joins no strangers.
 *
 * @param all those datasets and their other names
 * @param aliases what says so
 * @param renames the renames of any of them, either way
 */
record OtherNames(Set<DatasetId> all, Set<Edge.Name> aliases, List<EdgeSource.Found> renames) {

    /**
     * Looks names up.
     *
     * @param seen whether the asker may know of a dataset
     */
    static OtherNames of(EdgeSource source, Collection<DatasetId> datasets, TimePoint at, Predicate<DatasetId> seen) {
        EdgeSource.Scope scope = new EdgeSource.Scope(at, Effect.EFFECTIVE, Integer.MAX_VALUE);
        OtherNames names = new OtherNames(new TreeSet<>(datasets), new HashSet<>(), new ArrayList<>());
        Set<DatasetId> pending = new TreeSet<>(datasets);
        while (!pending.isEmpty()) {
            Set<DatasetId> further = new TreeSet<>();
            for (EdgeSource.Found found : source.names(pending, scope)) {
                if (found.edge() instanceof Edge.Name name && seen.test(name.from()) && seen.test(name.to())) {
                    if (name.kind() == Edge.Name.Kind.RENAME) {
                        names.renames.add(found);
                    } else {
                        names.aliases.add(name);
                        further.add(name.from());
                        further.add(name.to());
                    }
                }
            }
            further.removeAll(names.all);
            names.all.addAll(further);
            pending = further;
        }
        return names;
    }

    /** Returns the other names of one dataset, without itself. */
    Set<DatasetId> of(DatasetId dataset) {
        Set<DatasetId> same = new TreeSet<>(List.of(dataset));
        int before = 0;
        while (same.size() > before) {
            before = same.size();
            for (Edge.Name alias : aliases) {
                if (same.contains(alias.from()) || same.contains(alias.to())) {
                    same.add(alias.from());
                    same.add(alias.to());
                }
            }
        }
        same.remove(dataset);
        return same;
    }
}
