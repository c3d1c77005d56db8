package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader;
import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.EventHeader.Omitted;
import io.rowtrail.graph.facts.FactsBounds;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The members of an event while they are read, in whatever order they come. */
final class EventBody {

    private final JsonCursor at;
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    private final Bounds bounds = new Bounds(marks);
    private @Nullable Instant time;
    private String producer = "";
    private boolean hasSchema;
    private @Nullable RunEventType type;
    private @Nullable RunFacetReader run;
    private @Nullable JobMention job;
    private @Nullable String codeVersion;
    private @Nullable DatasetMention dataset;
    private List<DatasetMention> inputs = List.of();
    private List<DatasetMention> outputs = List.of();

    private EventBody(JsonCursor at) {
        this.at = at;
    }

    static EventFacts read(JsonCursor at) {
        EventBody body = new EventBody(at);
        at.allMembers(body::member);
        return body.facts();
    }

    private void member(String name) {
        switch (name) {
            case "run" -> run = RunFacetReader.read(at, marks);
            case "job" -> job(JobReader.read(at, marks, bounds));
            case "dataset" -> dataset = DatasetReader.statement(at, marks, bounds);
            case "inputs" -> inputs = mentions(() -> DatasetReader.input(at, marks, bounds));
            case "outputs" -> outputs = mentions(() -> DatasetReader.output(at, marks, bounds));
            case "eventTime" -> time = EventTimes.read(at, marks);
            case "producer" -> producer = at.textOrEmpty();
            case "schemaURL" -> hasSchema = !at.textOrEmpty().isEmpty();
            case "eventType" -> type = at.absent() ? null : type();
            default -> at.skip();
        }
    }

    private void job(JobReader.Job read) {
        job = read.mention();
        codeVersion = read.version();
    }

    /** What the run says itself counts before where its job's code is said to be. */
    private @Nullable CodeVersion code(@Nullable CodeVersion told) {
        if (codeVersion == null || (told != null && told.job() != null)) {
            return told;
        }
        return new CodeVersion(told == null ? null : told.deploy(), codeVersion, told == null ? null : told.schema());
    }

    private List<DatasetMention> mentions(Supplier<DatasetMention> each) {
        return least(Bounds.DATASETS, kept -> at.elements(() -> kept.add(each.get())));
    }

    private RunEventType type() {
        String text = at.text();
        for (RunEventType one : RunEventType.values()) {
            if (one.name().equals(text)) {
                return one;
            }
        }
        throw at.refusal("must be one of START, RUNNING, COMPLETE, ABORT, FAIL, OTHER");
    }

    private EventFacts facts() {
        if (time == null) {
            throw at.refusal("eventTime", "is required");
        }
        if (producer.isEmpty()) {
            marks.add(Mark.NO_PRODUCER);
        }
        if (!hasSchema) {
            marks.add(Mark.NO_SCHEMA_URL);
        }
        leaveRoomForFlows();
        Budget budget = new Budget(bounds);
        if (run != null) {
            if (job == null) {
                throw at.refusal("job", "is required");
            }
            if (type == null) {
                marks.add(Mark.NO_EVENT_TYPE);
            }
            List<DatasetMention> out = budget.within(outputs);
            List<DatasetMention> in = budget.within(inputs);
            return new RunFacts(
                    header(time),
                    type == null ? RunEventType.OTHER : type,
                    run.id(),
                    job,
                    run.parent(),
                    run.nominal(),
                    run.failed(),
                    code(run.code()),
                    run.dependencies(),
                    in,
                    out);
        }
        if (job != null) {
            List<DatasetMention> out = budget.within(outputs);
            List<DatasetMention> in = budget.within(inputs);
            return new JobFacts(header(time), job, in, out);
        }
        if (dataset != null) {
            return new DatasetFacts(header(time), dataset);
        }
        throw at.refusal("is no run, job or dataset event: it has none of run, job and dataset");
    }

    /** Of a thousand inputs of a thousand outputs, a million edges: then the longer list gives way. */
    private void leaveRoomForFlows() {
        int in = FactsBounds.beside(inputs.size(), outputs.size());
        int out = FactsBounds.beside(outputs.size(), inputs.size());
        if (in < inputs.size() || out < outputs.size()) {
            inputs = least(in, kept -> inputs.forEach(kept::add));
            outputs = least(out, kept -> outputs.forEach(kept::add));
        }
    }

    private List<DatasetMention> least(int most, Consumer<Least<DatasetMention>> given) {
        Least<DatasetMention> least = new Least<>(most, Comparator.comparing(DatasetMention::id));
        given.accept(least);
        bounds.omitDatasets(least.omitted());
        return least.kept();
    }

    private EventHeader header(Instant when) {
        Omitted omitted = bounds.omitted();
        return new EventHeader(when, producer, List.copyOf(marks), omitted);
    }
}
