package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Break;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.JobMention.EmissionPattern;
import io.rowtrail.graph.facts.JobMention.JobType;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunFacts.JobDependency;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Schema;
import io.rowtrail.graph.facts.Transformation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeded random histories with everything that makes folding hard: retries, missing and late STARTs, rival ends, equal times,
 * renamed jobs, streams of every emission pattern, statements, explicit lineage, other names of datasets, drops and renames,
 * deleted facets, row tags, parents and dependencies, some of them never heard of.
 */
public final class Histories {

    private static final Instant EPOCH = Instant.parse("2026-03-01T00:00:00Z");

    private final Random random;
    private final List<RunId> parents = new ArrayList<>();

    private Histories(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the events of so many runs, and some statements between them. */
    public static List<EventFacts> random(long seed, int runs) {
        Histories histories = new Histories(seed);
        List<EventFacts> events = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            events.addAll(histories.run());
            if (histories.random.nextInt(4) == 0) {
                events.add(histories.statement());
            }
        }
        return events;
    }

    /** Returns a START and so many windows of one streaming run, a minute apart, each with its count of rows. */
    public static List<EventFacts> stream(int windows) {
        JobType type =
                new JobType("STREAMING", "FLINK", null, new EmissionPattern("PERIODIC", "COMPLETE_SNAPSHOT", 60L));
        List<EventFacts> events = new ArrayList<>();
        for (int i = 0; i <= windows; i++) {
            events.add(new RunFacts(
                    EventHeader.of(EPOCH.plusSeconds(60L * i), "https://p", List.of()),
                    i == 0 ? RunEventType.START : RunEventType.RUNNING,
                    new RunId(new UUID(8, 1).toString()),
                    new JobMention(new JobId("jobs", "stream"), type, List.of(), List.of()),
                    null,
                    null,
                    false,
                    null,
                    List.of(),
                    List.of(DatasetMention.of(new DatasetId("db://host:1", "in"))),
                    List.of(DatasetMention.of(new DatasetId("db://host:1", i % 5 == 0 ? "late" : "out"))
                            .withStatistics(new Statistics((long) i, null, null)))));
        }
        return events;
    }

    /** Returns completed runs along a path of datasets and jobs: dataset, job, dataset and so on; one second apart. */
    public static List<EventFacts> chain(String... names) {
        List<EventFacts> events = new ArrayList<>();
        for (int i = 0; i + 2 < names.length; i += 2) {
            events.add(new RunFacts(
                    EventHeader.of(EPOCH.plusSeconds(i), "https://p", List.of()),
                    RunEventType.COMPLETE,
                    new RunId(new UUID(7, i).toString()),
                    JobMention.of(new JobId("jobs", names[i + 1])),
                    null,
                    null,
                    false,
                    null,
                    List.of(),
                    List.of(DatasetMention.of(new DatasetId("db://host:1", names[i]))),
                    List.of(DatasetMention.of(new DatasetId("db://host:1", names[i + 2])))));
        }
        return events;
    }

    /** Gives events their entries in the order they come in; recording times sometimes stand still. */
    public static List<LoggedFacts> logged(List<EventFacts> events) {
        return IntStream.range(0, events.size())
                .mapToObj(i ->
                        LoggedFacts.of(new EntryRef("default", i), EPOCH.plusSeconds(1_000_000 + i / 2), events.get(i)))
                .toList();
    }

    private List<EventFacts> run() {
        RunId run = new RunId(new UUID(random.nextLong(), random.nextLong()).toString());
        parents.add(random.nextInt(4) == 0 ? new RunId(new UUID(random.nextLong(), 1).toString()) : run);
        JobId job = job();
        Instant start = time(1000);
        JobType type = random.nextInt(6) == 0 ? new JobType("STREAMING", "SPARK", null, emission()) : null;
        List<EventFacts> events = new ArrayList<>();
        if (random.nextInt(5) != 0) {
            events.add(event(RunEventType.START, run, job, start, type));
        }
        for (int i = type == null ? random.nextInt(3) : random.nextInt(9); i > 0; i--) {
            JobId named = random.nextInt(8) == 0 ? job() : job;
            events.add(event(RunEventType.RUNNING, run, named, start.plusSeconds(random.nextInt(4)), type));
        }
        int ends = random.nextInt(8);
        if (ends > 0) {
            events.add(event(end(), run, job, start.plusSeconds(random.nextInt(5)), type));
        }
        if (ends == 7) {
            events.add(event(end(), run, job, start.plusSeconds(random.nextInt(5)), type));
        }
        return events;
    }

    private @Nullable EmissionPattern emission() {
        return switch (random.nextInt(4)) {
            case 0 -> new EmissionPattern("PERIODIC", "COMPLETE_SNAPSHOT", 60L);
            case 1 -> new EmissionPattern("EVENT_BASED", "COMPLETE_SNAPSHOT", null);
            case 2 -> new EmissionPattern("PERIODIC", "ACCUMULATIVE", 60L);
            default -> null;
        };
    }

    private RunEventType end() {
        return switch (random.nextInt(6)) {
            case 0 -> RunEventType.FAIL;
            case 1 -> RunEventType.ABORT;
            default -> RunEventType.COMPLETE;
        };
    }

    private EventFacts event(RunEventType type, RunId run, JobId job, Instant time, @Nullable JobType jobType) {
        List<DatasetMention> inputs = new ArrayList<>();
        List<DatasetMention> outputs = new ArrayList<>();
        List<ExplicitLineage> explicit = new ArrayList<>();
        if (random.nextInt(4) != 0) {
            IntStream.range(0, random.nextInt(3)).forEach(i -> inputs.add(mention(dataset())));
            IntStream.range(0, random.nextInt(3)).forEach(i -> outputs.add(written(dataset())));
            if (random.nextInt(8) == 0) {
                explicit.add(new ExplicitLineage(
                        dataset(),
                        null,
                        List.of(new ExplicitLineage.Source(
                                new ColumnRef(dataset(), "c0"), null, "c1", Transformation.UNTOLD))));
            }
            if (random.nextInt(10) == 0) {
                explicit.add(new ExplicitLineage(
                        job, null, List.of(new ExplicitLineage.Source(job(), null, "", Transformation.UNTOLD))));
            }
        }
        return new RunFacts(
                header(time),
                type,
                run,
                new JobMention(job, jobType, explicit, List.of()),
                parents.isEmpty() || random.nextInt(5) != 0
                        ? null
                        : new ParentRun(parents.get(random.nextInt(parents.size())), job(), null),
                null,
                type == RunEventType.FAIL,
                null,
                random.nextInt(12) == 0
                        ? List.of(new JobDependency(JobDependency.Side.UPSTREAM, job(), null, ""))
                        : List.of(),
                inputs,
                outputs);
    }

    private EventFacts statement() {
        if (random.nextBoolean()) {
            return new DatasetFacts(header(time(1000)), written(dataset()));
        }
        return new JobFacts(
                header(time(1000)),
                JobMention.of(job()),
                random.nextInt(4) == 0 ? List.of() : List.of(mention(dataset())),
                List.of(written(dataset())));
    }

    private DatasetMention mention(DatasetId id) {
        List<String> deleted = random.nextInt(10) == 0 ? List.of("schema", "symlinks") : List.of();
        Schema schema = random.nextInt(3) == 0 && deleted.isEmpty()
                ? new Schema(List.of(new Schema.Field("c" + random.nextInt(3), "int", List.of())))
                : null;
        return new DatasetMention(id, schema, null, null, List.of(), null, List.of(), null, null, null, null, deleted);
    }

    private DatasetMention written(DatasetId id) {
        Map<String, List<ColumnLineage.Source>> fields = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.put("c" + random.nextInt(3), List.of(source()));
        }
        DatasetMention plain = mention(id);
        String version = random.nextInt(4) == 0 ? "v" + random.nextInt(3) : null;
        ColumnLineage columns = new ColumnLineage(fields, random.nextInt(4) == 0 ? List.of(source()) : List.of());
        Lifecycle life = life();
        List<Symlink> symlinks = plain.deletedFacets().isEmpty() ? symlinks() : List.of();
        Statistics statistics = random.nextInt(3) == 0 ? new Statistics((long) random.nextInt(100), null, null) : null;
        return new DatasetMention(
                id,
                plain.schema(),
                version,
                columns,
                List.of(),
                life,
                symlinks,
                statistics,
                tags(statistics),
                null,
                null,
                plain.deletedFacets());
    }

    /** Tags of every second output that has counts, with operators they did not pass in some. */
    private static @Nullable RowTags tags(@Nullable Statistics statistics) {
        Long rows = statistics == null ? null : statistics.rows();
        if (rows == null || rows % 2 == 0) {
            return null;
        }
        List<Break> breaks =
                rows % 3 == 0 ? List.of(new Break("MapElements", rows / 3), new Break("Generate", null)) : List.of();
        return new RowTags(rows, rows, rows - rows / 3, 0L, rows / 3, 7L, 7 + rows, "broken", breaks);
    }

    private ColumnLineage.Source source() {
        Transformation how = random.nextBoolean()
                ? new Transformation("DIRECT", "IDENTITY", "", random.nextBoolean())
                : new Transformation("INDIRECT", "FILTER", "x > " + random.nextInt(2), null);
        return new ColumnLineage.Source(new ColumnRef(dataset(), "c" + random.nextInt(3)), how);
    }

    private JobId job() {
        return new JobId("jobs", "j" + random.nextInt(5));
    }

    private @Nullable Lifecycle life() {
        return switch (random.nextInt(14)) {
            case 0 -> new Lifecycle(Lifecycle.Change.OVERWRITE, null);
            case 1 -> new Lifecycle(Lifecycle.Change.DROP, null);
            case 2 -> new Lifecycle(Lifecycle.Change.CREATE, null);
            case 3 -> new Lifecycle(Lifecycle.Change.RENAME, dataset());
            default -> null;
        };
    }

    private List<Symlink> symlinks() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> List.of(new Symlink(dataset(), "TABLE"));
            case 2 -> List.of(new Symlink(dataset(), "TABLE"), new Symlink(dataset(), "LOCATION"));
            default -> List.of();
        };
    }

    private DatasetId dataset() {
        return new DatasetId("db://host:1", "t" + random.nextInt(7));
    }

    private EventHeader header(Instant time) {
        return EventHeader.of(time, "https://p/" + random.nextInt(2), List.of());
    }

    private Instant time(int span) {
        return EPOCH.plusSeconds(random.nextInt(span)).plusNanos(random.nextInt(3));
    }
}
