package io.rowtrail.service.security;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Work that nobody asked for: done in the name of the service itself, as a caller who sees all of one tenant. Everything
 * that asks who calls, the record of reads among it, is told so.
 */
@ApplicationScoped
public class OwnWork {
    private final CurrentIdentityAssociation identity;

    @Inject
    OwnWork(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    /** Who an entry of the log says it was: no key can be called so, since names of keys have no colon. */
    public static String actor(String work) {
        return "service:" + work;
    }

    /** Does the work on this thread, where no request is being answered. */
    public <T> T as(String work, Tenant tenant, String role, Supplier<T> task) {
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            identity.setIdentity(Callers.identity(
                    new Caller(actor(work), tenant, Set.of(role), NamespaceLimits.ALL, Optional.empty())));
            return task.get();
        } finally {
            request.terminate();
        }
    }
}
