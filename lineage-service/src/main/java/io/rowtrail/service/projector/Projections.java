package io.rowtrail.service.projector;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rowtrail.service.change.ChangeStore;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Followers;
import io.rowtrail.service.log.LogFollower;
import io.rowtrail.service.log.LogProgress;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/** The two projections of the event log at work. */
@ApplicationScoped
public class Projections implements LogProgress {
    private final LogFollower changes;

    @Inject
    Projections(AuditLogs logs, ChangeStore store, Followers followers, MeterRegistry metrics) {
        this.changes = followers.of(logs.events(), store.projection(logs.events()));
        gauge(metrics, "changes", changes);
    }

    private static void gauge(MeterRegistry metrics, String projection, LogFollower follower) {
        Gauge.builder("rowtrail.projection.lag", follower, f -> f.status().lag())
                .description("Entries of the log a projection has not applied")
                .tag("projection", projection)
                .register(metrics);
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        changes.start();
    }

    void stop(@Observes ShutdownEvent event) {
        changes.close();
    }

    @Override
    public void notice(long index) {
        changes.notice(index);
    }

    @Override
    public Uni<Boolean> folded(long index, Duration patience) {
        return Uni.createFrom().item(false);
    }

    @Override
    public Uni<Boolean> indexed(long index, Duration patience) {
        return changes.applied(index, patience);
    }

    public LogFollower.Status changes() {
        return changes.status();
    }
}
