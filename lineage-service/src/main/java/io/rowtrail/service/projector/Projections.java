package io.rowtrail.service.projector;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rowtrail.graph.LineageGraph;
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
    private final LineageGraph lineageGraph;
    private final LogFollower graph;
    private final LogFollower changes;

    @Inject
    Projections(
            AuditLogs logs, LineageGraph lineageGraph, ChangeStore store, Followers followers, MeterRegistry metrics) {
        this.lineageGraph = lineageGraph;
        this.graph = followers.of(
                logs.events(), new GraphProjection(logs.events().name().value(), lineageGraph));
        this.changes = followers.of(logs.events(), store.projection(logs.events()));
        gauge(metrics, "graph", graph);
        gauge(metrics, "changes", changes);
    }

    private static void gauge(MeterRegistry metrics, String projection, LogFollower follower) {
        Gauge.builder("rowtrail.projection.lag", follower, f -> f.status().lag())
                .description("Entries of the log a projection has not applied")
                .tag("projection", projection)
                .register(metrics);
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        graph.start();
        changes.start();
    }

    void stop(@Observes ShutdownEvent event) {
        graph.close();
        changes.close();
    }

    @Override
    public void notice(long index) {
        graph.notice(index);
        changes.notice(index);
    }

    @Override
    public Uni<Boolean> folded(long index, Duration patience) {
        return graph.applied(index, patience);
    }

    @Override
    public Uni<Boolean> indexed(long index, Duration patience) {
        return changes.applied(index, patience);
    }

    /** Drops the graph; the follower finds its position gone and builds it anew. @return how many entries it has to read */
    public long replayGraph() {
        lineageGraph.reset();
        graph.restart();
        return graph.status().tail();
    }

    public LogFollower.Status graph() {
        return graph.status();
    }

    public LogFollower.Status changes() {
        return changes.status();
    }
}
