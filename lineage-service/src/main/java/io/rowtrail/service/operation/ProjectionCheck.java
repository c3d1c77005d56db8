package io.rowtrail.service.operation;

import io.rowtrail.service.log.LogFollower;
import io.rowtrail.service.projector.Projections;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * How far the projections are behind the log. A projection that is stopped, because Neo4j is down for example, is told
 * here and does not make the service unready: events are taken all the same.
 */
@Wellness
@ApplicationScoped
public class ProjectionCheck implements HealthCheck {
    private final Projections projections;

    @Inject
    ProjectionCheck(Projections projections) {
        this.projections = projections;
    }

    @Override
    public HealthCheckResponse call() {
        LogFollower.Status graph = projections.graph();
        LogFollower.Status changes = projections.changes();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("projections")
                .status(graph.lastError() == null && changes.lastError() == null)
                .withData("graph.index", graph.applied())
                .withData("graph.lag", graph.lag())
                .withData("changes.index", changes.applied())
                .withData("changes.lag", changes.lag());
        if (graph.lastError() != null) {
            response.withData("graph.stopped", "the graph cannot be written");
        }
        if (changes.lastError() != null) {
            response.withData("changes.stopped", "the change store cannot be written");
        }
        return response.build();
    }
}
