package io.rowtrail.service.ingest;

import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.service.wire.MaskedText;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The words by which the log's entry of an event can be found. */
final class EventWords {
    /** A longer deploy id stays in the facts and cannot be searched for. */
    private static final int MAX_DEPLOY = 500;

    private EventWords() {}

    /** The kind of entry. */
    static String kind(EventFacts facts) {
        if (facts instanceof RunFacts) {
            return "lineage.run";
        }
        return facts instanceof JobFacts ? "lineage.job" : "lineage.dataset";
    }

    static Subject subject(EventFacts facts, MaskedText text, String actor) {
        Subject.Builder subject = Subject.of(action(facts), Outcome.OK, actor).eventTime(facts.eventTime());
        if (facts instanceof RunFacts run) {
            subject.run(run.run().uuid());
            String deploy = run.code() == null ? null : run.code().deploy();
            if (deploy != null && deploy.length() <= MAX_DEPLOY && deploy.indexOf('\0') < 0) {
                subject.deploy(deploy);
            }
        }
        if (facts instanceof DatasetFacts dataset) {
            subject.dataset(
                    dataset.dataset().id().namespace(), dataset.dataset().id().name());
        }
        Stream.concat(facts.inputs().stream(), facts.outputs().stream())
                .map(DatasetMention::id)
                .distinct()
                .forEach(id -> subject.dataset(id.namespace(), id.name()));
        traceOf(text).ifPresent(trace -> subject.trace(trace.hex()));
        return subject.build();
    }

    private static String action(EventFacts facts) {
        if (facts instanceof RunFacts run) {
            return "run." + run.type().name().toLowerCase(Locale.ROOT);
        }
        return facts instanceof JobFacts ? "job.stated" : "dataset.stated";
    }

    /** The trace that started a run, as the run facet {@code rowtrail_trace} tells it. */
    private static Optional<TraceId> traceOf(MaskedText text) {
        if (Traceparent.parse(text.traceparent()) instanceof Traceparent.Parsed.Valid valid) {
            return Optional.of(valid.traceparent().traceId());
        }
        try {
            return text.traceId().isEmpty() ? Optional.empty() : Optional.of(new TraceId(text.traceId()));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
