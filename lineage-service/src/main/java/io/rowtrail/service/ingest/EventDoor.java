package io.rowtrail.service.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.IdempotencyKey;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes OpenLineage events in: text in, durable entry or refusal out. */
@ApplicationScoped
class EventDoor {
    private static final String TRACE_FACET = "rowtrail_trace";

    /** A longer deploy id stays in the facts and cannot be searched for. */
    private static final int MAX_DEPLOY = 500;

    private final AuditLogs logs;
    private final EventReader reader = new EventReader();

    @Inject
    EventDoor(AuditLogs logs) {
        this.logs = logs;
    }

    /** What reading a text came to. */
    sealed interface Prepared {
        /** An event, ready for the log. */
        record Ready(Submission submission) implements Prepared {}

        /** No event: where and why. */
        record Refused(String pointer, String reason) implements Prepared {}
    }

    /** What became of one event of several. */
    sealed interface Ingest {
        /** The log answered. */
        record Logged(AppendResult result) implements Ingest {}

        /** It never got to the log. */
        record Refused(String pointer, String reason) implements Ingest {}
    }

    /** Reads and masks the text of one event. */
    Prepared prepare(String text, String actor, @Nullable String idempotencyKey) {
        CredentialMask.Masked masked;
        try {
            masked = CredentialMask.apply(text);
        } catch (UncheckedIOException | ArithmeticException notJson) {
            return refusal(reader.read(text.getBytes(StandardCharsets.UTF_8)));
        }
        byte[] stored = masked.text().getBytes(StandardCharsets.UTF_8);
        if (!(reader.read(stored) instanceof Read.Facts read)) {
            return refusal(reader.read(stored));
        }
        Optional<Prepared.Refused> unfit = NameLimits.check(read.facts());
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Bytes storedBytes = Bytes.of(stored);
        Bytes received = masked.redactions() == 0 ? storedBytes : Bytes.utf8(text);
        Submission submission = new Submission(
                kind(read.facts()),
                received,
                storedBytes,
                Bytes.of(FactsCodec.encode(read.facts())),
                masked.redactions(),
                subject(read.facts(), masked.text(), actor),
                idempotencyKey == null ? null : new IdempotencyKey(actor, idempotencyKey));
        return new Prepared.Ready(submission);
    }

    private static Prepared refusal(Read read) {
        return read instanceof Read.Rejected rejected
                ? new Prepared.Refused(rejected.pointer(), rejected.reason())
                : new Prepared.Refused("", "is not JSON");
    }

    /** Appends one event. */
    Uni<AppendResult> append(Submission submission) {
        return logs.events().append(submission);
    }

    /** Appends those of several that are events; the answers are in the order of the texts. */
    Uni<List<Ingest>> append(List<Prepared> all) {
        List<Submission> ready = new ArrayList<>();
        for (Prepared one : all) {
            if (one instanceof Prepared.Ready good) {
                ready.add(good.submission());
            }
        }
        Uni<List<AppendResult>> appended = ready.isEmpty()
                ? Uni.createFrom().item(List.of())
                : logs.events().append(ready);
        return appended.map(results -> {
            List<Ingest> answers = new ArrayList<>(all.size());
            int next = 0;
            for (Prepared one : all) {
                answers.add(
                        one instanceof Prepared.Refused refused
                                ? new Ingest.Refused(refused.pointer(), refused.reason())
                                : new Ingest.Logged(results.get(next++)));
            }
            return answers;
        });
    }

    private static String kind(EventFacts facts) {
        if (facts instanceof RunFacts) {
            return "lineage.run";
        }
        return facts instanceof JobFacts ? "lineage.job" : "lineage.dataset";
    }

    private static Subject subject(EventFacts facts, String text, String actor) {
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
    private static Optional<TraceId> traceOf(String text) {
        if (!text.contains(TRACE_FACET)) {
            return Optional.empty();
        }
        JsonNode facet = StrictJson.parse(text).path("run").path("facets").path(TRACE_FACET);
        if (Traceparent.parse(facet.path("traceparent").asText("")) instanceof Traceparent.Parsed.Valid valid) {
            return Optional.of(valid.traceparent().traceId());
        }
        try {
            return facet.path("traceId").isTextual()
                    ? Optional.of(new TraceId(facet.path("traceId").textValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
