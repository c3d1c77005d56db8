package io.rowtrail.service.operation;

import io.rowtrail.service.log.LogFollower;
import io.rowtrail.service.projector.Projections;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * How far the projections are behind the logs: where those of the tenant {@code default} stand, and the most that any is
 * behind. A projection that is stopped, because Neo4j is down for example, is told here and does not make the service
 * unready: events are taken all the same.
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
        HealthCheckResponseBuilder response = HealthCheckResponse.named("projections");
        boolean graphs = told(response, "graph", projections.graphs(), "the graph cannot be written");
        boolean changes = told(response, "changes", projections.changes(), "the change store cannot be written");
        return response.status(graphs && changes).build();
    }

    private static boolean told(
            HealthCheckResponseBuilder response,
            String projection,
            Map<Tenant, LogFollower.Status> all,
            String stopped) {
        LogFollower.Status first = all.get(Tenant.DEFAULT);
        if (first != null) {
            response.withData(projection + ".index", first.applied());
        }
        response.withData(
                projection + ".lag",
                all.values().stream().mapToLong(LogFollower.Status::lag).max().orElse(0));
        response.withData(
                projection + ".behindSeconds",
                all.values().stream()
                        .mapToLong(status -> status.behind().toSeconds())
                        .max()
                        .orElse(0));
        response.withData(
                projection + ".skipped",
                all.values().stream().mapToLong(LogFollower.Status::skipped).sum());
        boolean well = all.values().stream().allMatch(status -> status.lastError() == null);
        if (!well) {
            response.withData(projection + ".stopped", stopped);
        }
        return well;
    }
}
