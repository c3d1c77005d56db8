package io.rowtrail.service.projector;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.service.change.ChangeStore;
import io.rowtrail.service.log.EventTimes;
import io.rowtrail.service.log.Followers;
import io.rowtrail.service.log.LogFollower;
import io.rowtrail.service.log.LogProgress;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** The two projections of one tenant's event log at work. */
final class TenantProjections implements LogProgress, AutoCloseable {
    private final LineageGraph lineageGraph;
    private final LogFollower graph;
    private final LogFollower changes;

    TenantProjections(
            Tenant tenant,
            AuditLog log,
            LineageGraph lineageGraph,
            ChangeStore store,
            EventTimes times,
            Followers followers) {
        this.lineageGraph = lineageGraph;
        this.graph = followers.of(log, new GraphProjection(log.name().value(), lineageGraph, times::add));
        this.changes = followers.of(log, store.projection(tenant, log));
    }

    void start() {
        graph.start();
        changes.start();
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
    long replayGraph() {
        lineageGraph.reset();
        graph.restart();
        return graph.status().tail();
    }

    LogFollower.Status graph() {
        return graph.status();
    }

    LogFollower.Status changes() {
        return changes.status();
    }

    @Override
    public void close() {
        graph.close();
        changes.close();
    }
}
