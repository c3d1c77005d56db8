package io.rowtrail.jdbc;

import io.rowtrail.trace.TraceBinding;
import java.util.List;

/**
 * Where the traces of the work at hand come from. Asked on the thread that runs a writing statement, just before the
 * statement; normally it names one trace, a consumer that handles many messages in one transaction names them all.
 *
 * <p>The parent id of each is to be the server-side span's, and the origin says who made the trace id. What it throws
 * is counted and otherwise ignored.
 */
@FunctionalInterface
public interface TraceSource {
    /** The traces to bind, first bound first; empty when there is none. */
    List<TraceBinding> current();

    /**
     * The trace of OpenTelemetry's current context; no trace where OpenTelemetry is not on the class path.
     *
     * <p>The span named is the current one, or the one that {@link EntrySpans} noted as the entry. The origin is known
     * where the SDK's own span is at hand: asserted under a remote parent, originated for a root; otherwise it is left
     * unstated.
     */
    static TraceSource openTelemetry() {
        return OpenTelemetryTraces.available() ? new OpenTelemetryTraces() : List::of;
    }
}
