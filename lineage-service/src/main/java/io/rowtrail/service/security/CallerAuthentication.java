package io.rowtrail.service.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says who sent a request: the holder of its API key, or {@code local} where nobody is asked. */
@ApplicationScoped
final class CallerAuthentication implements HttpAuthenticationMechanism {
    private static final String BEARER = "Bearer ";

    private final SecurityConfig config;
    private final ApiKeys keys;

    @Inject
    CallerAuthentication(SecurityConfig config, ApiKeys keys) {
        this.config = config;
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        return switch (config.authentication()) {
            case NONE -> local(context);
            case API_KEY -> byKey(context.request().getHeader("Authorization"));
        };
    }

    private static Uni<SecurityIdentity> local(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        if (authority != null && !LoopbackGuard.namesThisMachine(authority.host())) {
            // A page elsewhere whose name was made to resolve to this machine (DNS rebinding).
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom().item(identity("local", Roles.ALL));
    }

    private Uni<SecurityIdentity> byKey(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Uni.createFrom().nullItem();
        }
        ApiKey key = new ApiKey(header.substring(BEARER.length()).trim());
        if (config.bootstrapKey().filter(key::matches).isPresent()) {
            return Uni.createFrom().item(identity("bootstrap", Set.of(Roles.ADMIN)));
        }
        return keys.holderOf(key)
                .map(holder ->
                        holder.map(h -> identity(h.name(), h.roles())).orElseThrow(AuthenticationFailedException::new));
    }

    private static SecurityIdentity identity(String name, Set<String> roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(roles)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
