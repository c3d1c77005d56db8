package io.rowtrail.service.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who may see metrics and how the service fares: operators of the tenant {@code default}, since both tell of all tenants
 * together. The policy {@code operation} of application.properties.
 */
@ApplicationScoped
final class InstallationOperators implements HttpSecurityPolicy {
    @Override
    public String name() {
        return "operation";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext request) {
        return identity.map(found -> {
            if (found.isAnonymous()) {
                return CheckResult.DENY;
            }
            Caller caller = Callers.of(found);
            boolean may = caller.has(Roles.OPERATOR) && caller.tenant().equals(Tenant.DEFAULT);
            return may ? CheckResult.PERMIT : CheckResult.DENY;
        });
    }
}
