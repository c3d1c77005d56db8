package io.rowtrail.service.security;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Says who makes the call that is being answered. */
@ApplicationScoped
public class Callers {
    private static final String ATTRIBUTE = Caller.class.getName();

    private final SecurityIdentity identity;

    @Inject
    Callers(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * Who calls. Asked within a request; what goes on after the answer has begun keeps the answer of before.
     *
     * @throws UnauthorizedException when nobody said who they are: endpoints that name roles are never reached so
     */
    public Caller current() {
        return of(identity);
    }

    static Caller of(SecurityIdentity identity) {
        Caller caller = identity.getAttribute(ATTRIBUTE);
        if (caller == null) {
            throw new UnauthorizedException();
        }
        return caller;
    }

    static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addRoles(caller.roles())
                .addAttribute(ATTRIBUTE, caller)
                .build();
    }
}
