package io.rowtrail.service.log;

import io.rowtrail.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Makes followers. */
@ApplicationScoped
public class Followers {
    private final Leases leases;

    @Inject
    Followers(Leases leases) {
        this.leases = leases;
    }

    /** A follower that does nothing until it is started. */
    public LogFollower of(AuditLog log, Projection projection) {
        return new LogFollower(log, projection, leases);
    }

    /** The position of a projection that keeps it in PostgreSQL. */
    public long storedPosition(String projection, AuditLog log) {
        return leases.storedPosition(projection, log.name().value());
    }
}
