package io.rowtrail.graph.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.Covered;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.Evidence;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps the state of a run with very many events small: old events that say the same but for their time, counts and versions
 * without a name are put together into the last of them. Folding what is kept gives what folding all would, and goes on
 * doing so while each further event is later than what was settled and names the same job; else the whole set is needed
 * again ({@link #needsAll}).
 *
 * @param kept the events to keep, in the order of {@link EventSet#of}
 * @param settled those put together, each as it was
 */
public record Settling(List<LoggedFacts> kept, List<LoggedFacts> settled) {

    /** A run is settled when it has more events than this. */
    static final int MOST = 64;
    /** So many of the latest are left as they are, for events that come a little late. */
    static final int LATEST = 32;

    /** Settles the events of one run, in the order of {@link EventSet#of}, some of which may stand for earlier ones. */
    public static Settling of(List<LoggedFacts> events) {
        if (events.size() <= MOST
                || !(events.get(0).facts() instanceof RunFacts)
                || names(events).size() > 1) {
            return new Settling(events, List.of());
        }
        int old = events.size() - LATEST;
        while (old > 0 && time(events.get(old - 1)).equals(time(events.get(old)))) {
            old--;
        }
        Map<JsonNode, List<LoggedFacts>> alike = new LinkedHashMap<>();
        List<LoggedFacts> kept = new ArrayList<>(events.subList(old, events.size()));
        for (int i = 0; i < old; i++) {
            LoggedFacts event = events.get(i);
            boolean alone = (i == 0 || !time(events.get(i - 1)).equals(time(event)))
                    && !time(events.get(i + 1)).equals(time(event));
            if (alone && settles(event)) {
                alike.computeIfAbsent(likeness(event.facts()), k -> new ArrayList<>())
                        .add(event);
            } else {
                kept.add(event);
            }
        }
        List<LoggedFacts> settled = new ArrayList<>();
        for (List<LoggedFacts> group : alike.values()) {
            if (group.size() == 1) {
                kept.add(group.get(0));
            } else {
                kept.add(together(group));
                group.stream().filter(e -> e.covered() == null).forEach(settled::add);
            }
        }
        kept.sort(Registers.BY_TIME);
        return new Settling(List.copyOf(kept), List.copyOf(settled));
    }

    /** Says whether events can be added to what was settled only with all of it at hand. */
    public static boolean needsAll(List<LoggedFacts> kept, List<LoggedFacts> added) {
        Instant settled = null;
        for (LoggedFacts event : kept) {
            if (event.covered() != null && (settled == null || time(event).isAfter(settled))) {
                settled = time(event);
            }
        }
        if (settled == null) {
            return false;
        }
        Set<JobId> names = names(kept);
        names.addAll(names(added));
        Instant until = settled;
        return names.size() > 1 || added.stream().anyMatch(e -> !time(e).isAfter(until));
    }

    private static Set<JobId> names(List<LoggedFacts> events) {
        Set<JobId> names = new HashSet<>();
        events.forEach(event -> names.add(((RunFacts) event.facts()).job().id()));
        return names;
    }

    private static Instant time(LoggedFacts event) {
        return event.facts().eventTime();
    }

    /** Only what goes on settles: a beginning, an end and a version with a name do not. */
    private static boolean settles(LoggedFacts event) {
        RunFacts facts = (RunFacts) event.facts();
        return (facts.type() == RunEventType.RUNNING || facts.type() == RunEventType.OTHER)
                && facts.outputs().stream().allMatch(m -> m.version() == null);
    }

    /** What events must share: everything but their time and how much each dataset counts. */
    private static JsonNode likeness(EventFacts facts) {
        ObjectNode tree = FactsCodec.tree(facts).deepCopy();
        tree.remove("eventTime");
        for (String side : List.of("inputs", "outputs")) {
            for (JsonNode mention : tree.path(side)) {
                for (String counted : List.of("version", "statistics", "tags", "snapshot")) {
                    if (mention.has(counted)) {
                        ((ObjectNode) mention).put(counted, true);
                    }
                }
            }
        }
        return tree;
    }

    private static LoggedFacts together(List<LoggedFacts> group) {
        LoggedFacts last = group.get(group.size() - 1);
        RunFacts facts = (RunFacts) last.facts();
        List<Frontier.Point> points = new ArrayList<>();
        List<EntryRef> entries = new ArrayList<>();
        long windows = 0;
        Instant from = null;
        for (LoggedFacts event : group) {
            points.addAll(Registers.points(event));
            entries.addAll(event.entries());
            windows += RunWindows.count(event);
            Instant start = RunWindows.start(event);
            from = from == null || start.isBefore(from) ? start : from;
        }
        RunFacts summed = facts.job().windowSeconds() == null
                ? facts
                : new RunFacts(
                        facts.header(),
                        facts.type(),
                        facts.run(),
                        facts.job(),
                        facts.parent(),
                        facts.nominal(),
                        facts.failed(),
                        facts.code(),
                        facts.dependencies(),
                        summed(group, EventFacts::inputs, facts.inputs()),
                        summed(group, EventFacts::outputs, facts.outputs()));
        return new LoggedFacts(
                last.entry(),
                last.recordedAt(),
                last.digest(),
                summed,
                new Covered(
                        Frontier.of(points).points().stream()
                                .map(p -> new Covered.Seen(p.event(), p.recorded()))
                                .toList(),
                        windows,
                        from == null ? time(last) : from,
                        Evidence.of(entries)));
    }

    private static List<DatasetMention> summed(
            List<LoggedFacts> group, Function<EventFacts, List<DatasetMention>> side, List<DatasetMention> last) {
        Map<DatasetId, Statistics> sums = new HashMap<>();
        for (LoggedFacts event : group) {
            for (DatasetMention mention : side.apply(event.facts())) {
                Statistics told = mention.statistics();
                if (told != null) {
                    sums.merge(mention.id(), told, Statistics::plus);
                }
            }
        }
        return last.stream().map(m -> m.withStatistics(sums.get(m.id()))).toList();
    }
}
