package io.rowtrail.capture.transaction;

import io.rowtrail.trace.TagSource;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a transaction's request.
 *
 * @param traces the bound traces, each once, first bound first
 * @param tagSource of the first trace; without one, why there is none
 */
public record Binding(List<BoundTrace> traces, TagSource tagSource) {
    /** Rows read by a snapshot. */
    public static final Binding SNAPSHOT = new Binding(List.of(), TagSource.SNAPSHOT);

    /** Rows that were found gone after a gap. */
    public static final Binding GAP = new Binding(List.of(), TagSource.GAP);

    public Binding {
        traces = List.copyOf(traces);
    }

    /** The trace id that the rows carry. */
    public Optional<String> firstTraceId() {
        return traces.isEmpty()
                ? Optional.empty()
                : Optional.of(traces.get(0).traceId().hex());
    }
}
