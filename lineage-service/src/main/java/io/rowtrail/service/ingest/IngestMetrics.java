package io.rowtrail.service.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rowtrail.audit.AppendResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Counts what becomes of events at the front door. */
@ApplicationScoped
public class IngestMetrics {
    private final Counter taken;
    private final Counter known;
    private final Counter refused;
    private final Counter putOff;

    @Inject
    IngestMetrics(MeterRegistry metrics) {
        this.taken = counter(metrics, "taken");
        this.known = counter(metrics, "known");
        this.refused = counter(metrics, "refused");
        this.putOff = counter(metrics, "put-off");
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("rowtrail.ingest.events")
                .description("Events at the front door by what became of them")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void count(EventDoor.Ingest ingest) {
        if (ingest instanceof EventDoor.Ingest.Logged logged) {
            if (logged.result() instanceof AppendResult.Appended) {
                taken.increment();
            } else if (logged.result() instanceof AppendResult.Duplicate) {
                known.increment();
            } else if (logged.result() instanceof AppendResult.Conflict) {
                refused.increment();
            } else {
                putOff.increment();
            }
        } else {
            refused.increment();
        }
    }
}
