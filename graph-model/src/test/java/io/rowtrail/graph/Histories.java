package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.JobMention.JobType;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
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
 * renamed jobs, streaming, statements, explicit lineage, deleted facets.
 */
public final class Histories {

    private static final Instant EPOCH = Instant.parse("2026-03-01T00:00:00Z");

    private final Random random;

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
        JobId job = new JobId("jobs", "j" + random.nextInt(5));
        Instant start = time(1000);
        JobType type = random.nextInt(6) == 0 ? new JobType("STREAMING", "SPARK", null, null) : null;
        List<EventFacts> events = new ArrayList<>();
        if (random.nextInt(5) != 0) {
            events.add(event(RunEventType.START, run, job, start, type));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            JobId named = random.nextInt(8) == 0 ? new JobId("jobs", "j" + random.nextInt(5)) : job;
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
        }
        return new RunFacts(
                header(time),
                type,
                run,
                new JobMention(job, jobType, explicit, List.of()),
                null,
                null,
                type == RunEventType.FAIL,
                null,
                inputs,
                outputs);
    }

    private EventFacts statement() {
        if (random.nextBoolean()) {
            return new DatasetFacts(header(time(1000)), written(dataset()));
        }
        return new JobFacts(
                header(time(1000)),
                JobMention.of(new JobId("jobs", "j" + random.nextInt(5))),
                random.nextInt(4) == 0 ? List.of() : List.of(mention(dataset())),
                List.of(written(dataset())));
    }

    private DatasetMention mention(DatasetId id) {
        List<String> deleted = random.nextInt(10) == 0 ? List.of("schema") : List.of();
        Schema schema = random.nextInt(3) == 0 && deleted.isEmpty()
                ? new Schema(List.of(new Schema.Field("c" + random.nextInt(3), "int", List.of())))
                : null;
        return new DatasetMention(id, schema, null, null, List.of(), null, List.of(), null, null, null, deleted);
    }

    private DatasetMention written(DatasetId id) {
        Map<String, List<ColumnLineage.Source>> fields = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.put("c" + random.nextInt(3), List.of(source()));
        }
        DatasetMention plain = mention(id);
        return new DatasetMention(
                id,
                plain.schema(),
                random.nextInt(4) == 0 ? "v" + random.nextInt(3) : null,
                new ColumnLineage(fields, random.nextInt(4) == 0 ? List.of(source()) : List.of()),
                List.of(),
                random.nextInt(6) == 0 ? new Lifecycle(Lifecycle.Change.OVERWRITE, null) : null,
                random.nextInt(8) == 0 ? List.of(new Symlink(dataset(), "TABLE")) : List.of(),
                random.nextInt(3) == 0 ? new Statistics((long) random.nextInt(100), null, null) : null,
                null,
                null,
                plain.deletedFacets());
    }

    private ColumnLineage.Source source() {
        Transformation how = random.nextBoolean()
                ? new Transformation("DIRECT", "IDENTITY", "", random.nextBoolean())
                : new Transformation("INDIRECT", "FILTER", "x > " + random.nextInt(2), null);
        return new ColumnLineage.Source(new ColumnRef(dataset(), "c" + random.nextInt(3)), how);
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
