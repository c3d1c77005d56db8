package io.rowtrail.service.operation;

import io.rowtrail.service.log.AuditLogs;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether the log still takes entries. A log that refuses them can be read, so the service stays ready; somebody must
 * look at it all the same.
 */
@Wellness
@ApplicationScoped
public class RefusalCheck implements HealthCheck {
    private final AuditLogs logs;

    @Inject
    RefusalCheck(AuditLogs logs) {
        this.logs = logs;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> refusal = logs.refusal();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("audit log takes entries").status(refusal.isEmpty());
        refusal.ifPresent(why -> response.withData("refuses", why));
        return response.build();
    }
}
