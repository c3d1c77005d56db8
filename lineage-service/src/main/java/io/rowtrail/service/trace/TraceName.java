package io.rowtrail.service.trace;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Problem;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import java.util.Optional;

/** What a caller pasted where an id of a request goes. */
sealed interface TraceName {
    /** A trace. */
    record OfTrace(TraceId trace) implements TraceName {}

    /** A run that is in the graph. */
    record OfRun(RunView run) implements TraceName {}

    /** A trace id, a traceparent, a UUID taken as a trace id, or the id of a run; a run that exists comes first. */
    static TraceName parse(String text, LineageReader graph) {
        String plain = text.strip();
        Optional<RunView> run = runId(plain).flatMap(graph::run);
        if (run.isPresent()) {
            return new OfRun(run.get());
        }
        if (Traceparent.parse(plain) instanceof Traceparent.Parsed.Valid valid) {
            return new OfTrace(valid.traceparent().traceId());
        }
        try {
            return new OfTrace(TraceId.parse(plain));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("traceId", "must be a trace id, a traceparent or the id of a run")
                    .exception();
        }
    }

    private static Optional<RunId> runId(String text) {
        try {
            return Optional.of(RunId.parse(text.startsWith("run:") ? text.substring("run:".length()) : text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
