package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.Evidence;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.RunState;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsBounds;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The state of a run from the set of its events. */
public final class RunFold {

    private RunFold() {}

    /** Orders ends told for the same time: FAIL wins over ABORT over COMPLETE. */
    static int rank(RunEventType type) {
        return switch (type) {
            case COMPLETE -> 1;
            case ABORT -> 2;
            case FAIL -> 3;
            case START, RUNNING, OTHER -> 0;
        };
    }

    /**
     * Folds a run.
     *
     * @param events at least one run event, all of one run, in the order of {@link EventSet#of}
     */
    public static RunView view(List<LoggedFacts> events) {
        return view(events, parent -> true);
    }

    /**
     * Folds a run among others.
     *
     * @param known whether anything is known of a run, so that a missing parent can be told
     */
    public static RunView view(List<LoggedFacts> events, Predicate<RunId> known) {
        return view(events, known, columns(events));
    }

    /** Folds a run but for its columns, which are what takes time. */
    public static RunView outline(List<LoggedFacts> events) {
        return view(events, parent -> true, List.of());
    }

    private static RunView view(List<LoggedFacts> events, Predicate<RunId> known, List<ColumnEdge> columns) {
        LoggedFacts last = events.get(events.size() - 1);
        RunFacts latest = facts(last);
        TreeSet<JobId> names = new TreeSet<>();
        Set<RunEventType> ends = EnumSet.noneOf(RunEventType.class);
        LoggedFacts end = null;
        Instant started = null;
        boolean failed = false;
        boolean continuous = false;
        for (LoggedFacts event : events) {
            RunFacts facts = facts(event);
            names.add(facts.job().id());
            failed |= facts.failed();
            continuous |= facts.job().type() != null && facts.job().type().continuous();
            if (facts.type() == RunEventType.START && started == null) {
                started = facts.eventTime();
            }
            if (facts.type().terminal()) {
                ends.add(facts.type());
                end = end == null || TellerFold.BY_END.compare(event, end) > 0 ? event : end;
            }
        }
        names.remove(latest.job().id());
        RunState state = end == null
                ? RunState.RUNNING
                : RunState.valueOf(facts(end).type().name());
        Instant ended = end == null ? null : end.facts().eventTime();
        boolean late = ended != null && latest.eventTime().isAfter(ended);
        ParentRun parent = lastTold(events, RunFacts::parent);
        boolean orphan = parent != null && !known.test(parent.run());
        List<DatasetMention> inputs = united(events, EventFacts::inputs);
        List<DatasetMention> outputs = united(events, EventFacts::outputs);
        boolean effective = state == RunState.COMPLETE || (state == RunState.RUNNING && continuous);
        return new RunView(
                latest.run(),
                latest.job().id(),
                List.copyOf(names),
                lastTold(events, f -> f.job().type()),
                state,
                ends.size() > 1,
                started == null || late || orphan,
                started == null ? first(events) : started,
                ended,
                lastTold(events, RunFacts::nominal),
                parent,
                code(events),
                failed,
                effective ? Effect.EFFECTIVE : Effect.ATTEMPTED,
                UnionBounds.datasets(inputs),
                UnionBounds.datasets(outputs),
                columns.subList(0, Math.min(FactsBounds.SOURCES, columns.size())),
                RunWindows.of(events),
                evidence(events),
                UnionBounds.summarised(events, inputs, outputs, columns.size()),
                0);
    }

    /** Returns what the run wrote as versions, sorted by dataset, then version. */
    public static List<VersionView> versions(List<LoggedFacts> events) {
        RunView run = outline(events);
        TreeMap<DatasetId, TreeMap<String, List<LoggedFacts>>> told = new TreeMap<>();
        for (LoggedFacts event : events) {
            for (DatasetMention mention : event.facts().outputs()) {
                told.computeIfAbsent(mention.id(), d -> new TreeMap<>())
                        .computeIfAbsent(mention.version() == null ? "" : mention.version(), v -> new ArrayList<>())
                        .add(event);
            }
        }
        told.keySet().retainAll(UnionBounds.kept(told.keySet()));
        List<VersionView> versions = new ArrayList<>();
        told.forEach((dataset, byName) -> {
            List<LoggedFacts> unnamed = byName.remove("");
            if (byName.isEmpty()) {
                byName.put(run.id().uuid(), List.of());
            }
            byName.forEach((name, named) -> {
                List<LoggedFacts> all = new ArrayList<>(named);
                all.addAll(unnamed == null ? List.of() : unnamed);
                versions.add(version(dataset, name, run, EventSet.of(all)));
            });
        });
        return versions;
    }

    private static VersionView version(DatasetId dataset, String name, RunView run, List<LoggedFacts> events) {
        DatasetMention mention = united(events, EventFacts::outputs).stream()
                .filter(m -> m.id().equals(dataset))
                .findFirst()
                .orElseThrow();
        return new VersionView(
                dataset,
                name,
                run.id(),
                run.effect(),
                events.get(events.size() - 1).facts().eventTime(),
                mention.schema(),
                mention.statistics(),
                mention.tags(),
                mention.snapshot(),
                evidence(events));
    }

    private static List<EntryRef> evidence(List<LoggedFacts> events) {
        return Evidence.of(events.stream().flatMap(e -> e.entries().stream()).toList());
    }

    private static Instant first(List<LoggedFacts> events) {
        Instant first = events.get(0).facts().eventTime();
        for (LoggedFacts event : events) {
            Instant least = Registers.points(event).get(0).event();
            if (least.isBefore(first)) {
                first = least;
            }
        }
        return first;
    }

    private static RunFacts facts(LoggedFacts event) {
        return (RunFacts) event.facts();
    }

    /** Each part is the one told last: not every event of a run says all of them. */
    private static @Nullable CodeVersion code(List<LoggedFacts> events) {
        String deploy = lastTold(events, f -> f.code() == null ? null : f.code().deploy());
        String job = lastTold(events, f -> f.code() == null ? null : f.code().job());
        String schema = lastTold(events, f -> f.code() == null ? null : f.code().schema());
        return deploy == null && job == null && schema == null ? null : new CodeVersion(deploy, job, schema);
    }

    private static <T> @Nullable T lastTold(List<LoggedFacts> events, Function<RunFacts, @Nullable T> part) {
        for (int i = events.size() - 1; i >= 0; i--) {
            T told = part.apply(facts(events.get(i)));
            if (told != null) {
                return told;
            }
        }
        return null;
    }

    /** Unites the mentions of each dataset: each part is the last one told. */
    private static List<DatasetMention> united(
            List<LoggedFacts> events, Function<EventFacts, List<DatasetMention>> side) {
        Map<DatasetId, DatasetMention> united = new TreeMap<>();
        for (int i = events.size() - 1; i >= 0; i--) {
            for (DatasetMention mention : side.apply(events.get(i).facts())) {
                united.merge(mention.id(), mention, DatasetMention::filledFrom);
            }
        }
        return RunWindows.summed(events, side, List.copyOf(united.values()));
    }

    private static List<ColumnEdge> columns(List<LoggedFacts> events) {
        return events.stream()
                .flatMap(e -> ToldEdges.of(e.facts()).columns().stream())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
