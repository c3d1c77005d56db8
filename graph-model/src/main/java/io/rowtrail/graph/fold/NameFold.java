package io.rowtrail.graph.fold;

import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import io.rowtrail.graph.facts.EventFacts;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The other names of a dataset from the set of events that speak of them, whatever became of their runs.
 *
 * <p>A symlinks facet claims its identifiers as logical names of the dataset it hangs on. At any time a physical name has at
 * most the one told last (of several in one facet a TABLE, then the least); a rival claim is named but without effect. DROP
 * and RENAME of either end it, and so does deleting the facet. A rename holds until the former name is made anew.
 */
public final class NameFold {

    private NameFold() {}

    /** Returns the datasets whose names an event speaks of: those that claim one, and those whose names end. */
    public static Set<DatasetId> touched(EventFacts event) {
        Set<DatasetId> touched = new TreeSet<>();
        mentions(event).forEach(mention -> {
            if (!mention.symlinks().isEmpty() || ends(mention)) {
                touched.add(mention.id());
            }
            if (made(mention)) {
                touched.add(mention.id());
            }
            former(mention).ifPresent(previous -> {
                touched.add(mention.id());
                touched.add(previous);
            });
        });
        return touched;
    }

    /** Says whether an event ends names of a dataset or makes a former name anew, rather than only claiming one. */
    public static boolean turns(EventFacts event, DatasetId dataset) {
        return ends(event, dataset)
                || mentions(event)
                        .anyMatch(m -> (made(m) || former(m).isPresent())
                                && (m.id().equals(dataset)
                                        || former(m).filter(dataset::equals).isPresent()));
    }

    /** Returns the names that events lead to from a dataset: those whose own end bears on {@link #edges}. */
    public static Set<DatasetId> others(DatasetId from, Collection<LoggedFacts> events) {
        Set<DatasetId> others = new TreeSet<>();
        for (LoggedFacts event : events) {
            others.addAll(claimed(event.facts(), from));
        }
        return others;
    }

    /** Returns the logical names an event claims for a dataset. */
    public static Set<DatasetId> claimed(EventFacts event, DatasetId physical) {
        Set<DatasetId> claimed = new TreeSet<>();
        claims(event, physical).forEach(s -> claimed.add(s.id()));
        return claimed;
    }

    /**
     * Returns the names that lead from a dataset: its logical ones, and the new one of a rename.
     *
     * @param events every event that touches the dataset or one of those names; others do no harm
     */
    public static Map<Edge, EdgeReach> edges(DatasetId from, Collection<LoggedFacts> events) {
        List<LoggedFacts> set = EventSet.of(events);
        Map<Edge, EdgeReach> edges = new LinkedHashMap<>();
        Set<DatasetId> logical = new TreeSet<>();
        Set<DatasetId> renamed = new TreeSet<>();
        for (LoggedFacts event : set) {
            logical.addAll(claimed(event.facts(), from));
            mentions(event.facts())
                    .filter(m -> former(m).filter(from::equals).isPresent())
                    .forEach(m -> renamed.add(m.id()));
        }
        for (DatasetId to : logical) {
            put(edges, new Edge.Name(from, to, Edge.Name.Kind.ALIAS), alias(from, to, set));
        }
        for (DatasetId to : renamed) {
            Predicate<LoggedFacts> names = e -> renames(e.facts(), from, to);
            Region region = lastIs(set, names, e -> names.test(e) || makes(e.facts(), from));
            put(
                    edges,
                    new Edge.Name(from, to, Edge.Name.Kind.RENAME),
                    new EdgeReach(region, region, first(set, names), first(set, names)));
        }
        return edges;
    }

    private static void put(Map<Edge, EdgeReach> edges, Edge edge, EdgeReach reach) {
        if (!reach.named().isEmpty()) {
            edges.put(edge, reach);
        }
    }

    private static EdgeReach alias(DatasetId from, DatasetId to, List<LoggedFacts> set) {
        Predicate<LoggedFacts> claims = e -> claimed(e.facts(), from).contains(to);
        Predicate<LoggedFacts> chosen =
                e -> chosen(e.facts(), from).filter(to::equals).isPresent();
        Predicate<LoggedFacts> ends = e -> ends(e.facts(), from) || ends(e.facts(), to);
        Region named = lastIs(set, e -> claims.test(e) && !ends.test(e), e -> claims.test(e) || ends.test(e));
        Region effective = lastIs(
                set,
                e -> chosen.test(e) && !ends.test(e),
                e -> !claimed(e.facts(), from).isEmpty() || ends.test(e));
        return new EdgeReach(
                named,
                effective.meet(named),
                first(set, claims),
                set.stream().anyMatch(chosen) ? first(set, chosen) : null);
    }

    private static Region lastIs(List<LoggedFacts> set, Predicate<LoggedFacts> holds, Predicate<LoggedFacts> writes) {
        return Registers.lastIs(set.stream().filter(writes).toList(), holds);
    }

    private static EntryRef first(List<LoggedFacts> set, Predicate<LoggedFacts> among) {
        return set.stream()
                .filter(among)
                .map(LoggedFacts::entry)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Stream<DatasetMention> mentions(EventFacts event) {
        return event instanceof DatasetFacts dataset
                ? Stream.of(dataset.dataset())
                : Stream.concat(event.inputs().stream(), event.outputs().stream());
    }

    /** The claim a facet makes; a dataset that is dropped claims nothing. */
    private static Stream<Symlink> claims(EventFacts event, DatasetId physical) {
        return mentions(event)
                .filter(m -> m.id().equals(physical) && !ends(m))
                .flatMap(m -> m.symlinks().stream())
                .filter(s -> !s.id().equals(physical));
    }

    private static Optional<DatasetId> chosen(EventFacts event, DatasetId physical) {
        return claims(event, physical)
                .min(Comparator.comparing((Symlink s) -> !s.type().equalsIgnoreCase("TABLE"))
                        .thenComparing(Symlink::id))
                .map(Symlink::id);
    }

    private static boolean ends(DatasetMention mention) {
        return is(mention, Lifecycle.Change.DROP) || mention.deletedFacets().contains("symlinks");
    }

    private static boolean ends(EventFacts event, DatasetId dataset) {
        return mentions(event)
                .anyMatch(m -> (m.id().equals(dataset) && ends(m))
                        || former(m).filter(dataset::equals).isPresent());
    }

    private static boolean made(DatasetMention mention) {
        return is(mention, Lifecycle.Change.CREATE);
    }

    private static boolean makes(EventFacts event, DatasetId dataset) {
        return mentions(event)
                .anyMatch(m -> m.id().equals(dataset) && (made(m) || former(m).isPresent()));
    }

    private static boolean renames(EventFacts event, DatasetId from, DatasetId to) {
        return mentions(event)
                .anyMatch(
                        m -> m.id().equals(to) && former(m).filter(from::equals).isPresent());
    }

    private static Optional<DatasetId> former(DatasetMention mention) {
        Lifecycle lifecycle = mention.lifecycle();
        return lifecycle == null || lifecycle.change() != Lifecycle.Change.RENAME
                ? Optional.empty()
                : Optional.ofNullable(lifecycle.previous()).filter(p -> !p.equals(mention.id()));
    }

    private static boolean is(DatasetMention mention, Lifecycle.Change change) {
        return mention.lifecycle() != null && mention.lifecycle().change() == change;
    }
}
