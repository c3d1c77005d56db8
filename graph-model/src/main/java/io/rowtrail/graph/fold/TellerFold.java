package io.rowtrail.graph.fold;

import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The edges one teller tells of.
 *
 * <p>A run's events unite; the edges belong to the job it is shown with, and have effect where it is shown as completed, or
 * as running when the job is a continuous one. A statement replaces the one before by the same producer and has effect.
 */
public final class TellerFold {

    /** Terminal events in the order that decides the shown state. */
    static final Comparator<LoggedFacts> BY_END = Comparator.comparing(
                    (LoggedFacts e) -> e.facts().eventTime())
            .thenComparing(e -> RunFold.rank(((RunFacts) e.facts()).type()))
            .thenComparing(LoggedFacts::digest);

    private final List<LoggedFacts> events;
    private final Map<Edge, EdgeReach> edges = new LinkedHashMap<>();

    private TellerFold(List<LoggedFacts> events) {
        this.events = events;
    }

    /**
     * Folds the events of one teller.
     *
     * @param events a set in the order of {@link EventSet#of}
     */
    public static Map<Edge, EdgeReach> edges(List<LoggedFacts> events) {
        if (events.isEmpty()) {
            return Map.of();
        }
        TellerFold fold = new TellerFold(events);
        if (events.get(0).facts() instanceof RunFacts) {
            fold.run();
        } else {
            fold.statements();
        }
        return fold.edges;
    }

    private void run() {
        List<LoggedFacts> ends = new ArrayList<>();
        List<Frontier.Point> continuous = new ArrayList<>();
        TreeSet<JobId> names = new TreeSet<>();
        EntryRef made = null;
        for (LoggedFacts event : events) {
            RunFacts facts = (RunFacts) event.facts();
            names.add(facts.job().id());
            boolean makes = facts.type() == RunEventType.COMPLETE;
            if (facts.type().terminal()) {
                ends.add(event);
            }
            if (facts.job().type() != null && facts.job().type().continuous()) {
                continuous.addAll(Registers.points(event));
                makes = true;
            }
            if (makes) {
                made = made == null ? event.first() : EdgeReach.min(made, event.first());
            }
        }
        ends.sort(BY_END);
        Region effect = Registers.lastIs(
                Frontier.of(continuous), ends, e -> ((RunFacts) e.facts()).type() == RunEventType.COMPLETE);
        EdgeNames named = EdgeNames.of(events);
        for (JobId name : names) {
            Region shown = names.size() == 1
                    ? null
                    : Registers.lastIs(
                            events, e -> ((RunFacts) e.facts()).job().id().equals(name));
            Map<Region, Region> effective = new HashMap<>();
            EntryRef maker = made;
            named.forEach(name, (edge, region, told) -> {
                Region where = shown == null ? region : region.meet(shown);
                if (!where.isEmpty()) {
                    Region acting = effective.computeIfAbsent(where, effect::meet);
                    edges.put(
                            edge,
                            new EdgeReach(where, acting, told, maker == null ? null : EdgeReach.max(told, maker)));
                }
            });
        }
        StatedColumns.addTo(edges, ((RunFacts) events.get(0).facts()).run());
    }

    private void statements() {
        Map<Edge, BitSet> stated = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            int at = i;
            EdgeNames.of(List.of(events.get(i))).forEach(job(events.get(i)), (edge, region, told) -> {
                if (!region.isEmpty()) {
                    stated.computeIfAbsent(edge, k -> new BitSet()).set(at);
                }
            });
        }
        Map<BitSet, Region> regions = new HashMap<>();
        stated.forEach((edge, in) -> {
            Region region = regions.computeIfAbsent(in, bits -> {
                Map<LoggedFacts, Boolean> member = new HashMap<>();
                for (int i = 0; i < events.size(); i++) {
                    member.put(events.get(i), bits.get(i));
                }
                return Registers.lastIs(events, e -> member.getOrDefault(e, false));
            });
            EntryRef told = in.stream()
                    .mapToObj(i -> events.get(i).entry())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            edges.put(edge, new EdgeReach(region, region, told, told));
        });
    }

    private static @Nullable JobId job(LoggedFacts event) {
        if (event.facts() instanceof JobFacts job) {
            return job.job().id();
        }
        if (event.facts() instanceof DatasetFacts) {
            return null;
        }
        throw new IllegalArgumentException("a run event is no statement");
    }
}
