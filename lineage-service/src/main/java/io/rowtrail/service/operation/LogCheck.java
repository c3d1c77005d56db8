package io.rowtrail.service.operation;

import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: the audit log answers, so that events can be taken. It says no more: anybody may ask. */
@Readiness
@ApplicationScoped
public class LogCheck implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AuditLogs logs;

    @Inject
    LogCheck(AuditLogs logs) {
        this.logs = logs;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return logs.events(Tenant.DEFAULT)
                .size()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(size -> HealthCheckResponse.named("audit log").up().build())
                .onFailure()
                .recoverWithItem(
                        () -> HealthCheckResponse.named("audit log").down().build());
    }
}
