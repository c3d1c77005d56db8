package io.rowtrail.service.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.rowtrail.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Makes followers. */
@ApplicationScoped
public class Followers {
    private final Leases leases;
    private final MeterRegistry metrics;
    private final Clock clock;

    @Inject
    Followers(Leases leases, MeterRegistry metrics, Clock clock) {
        this.leases = leases;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A follower that does nothing until it is started. */
    public LogFollower of(AuditLog log, Projection projection) {
        return new LogFollower(
                log, new MeasuredProjection(projection, log.name().value(), metrics, clock), leases);
    }

    /** The position of a projection that keeps it in PostgreSQL. */
    public long storedPosition(String projection, AuditLog log) {
        return leases.storedPosition(projection, log.name().value());
    }
}
