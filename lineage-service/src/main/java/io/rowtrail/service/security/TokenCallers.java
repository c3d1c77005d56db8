package io.rowtrail.service.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.rowtrail.service.http.ProblemException;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who holds a token: the library checks signature, issuer, audience and times, and what the claims then say of roles,
 * tenant and namespaces is read here. A token that does not say what the configuration asks for opens nothing.
 */
@ApplicationScoped
class TokenCallers {
    private static final int LONGEST_SUBJECT = 200;

    private final OidcAuthenticationMechanism oidc;
    private final Tenants tenants;
    private final SecurityConfig config;

    @Inject
    TokenCallers(OidcAuthenticationMechanism oidc, Tenants tenants, SecurityConfig config) {
        this.oidc = oidc;
        this.tenants = tenants;
        this.config = config;
    }

    /** The holder of the request's token; empty or a failure when it opens nothing. */
    Uni<Optional<Caller>> holderOf(RoutingContext context, IdentityProviderManager manager) {
        return oidc.authenticate(context, manager).flatMap(identity -> {
            Optional<Caller> caller = Optional.ofNullable(identity).flatMap(this::caller);
            return caller.isEmpty()
                    ? Uni.createFrom().item(caller)
                    : tenants.has(caller.get().tenant()).map(there -> there ? caller : Optional.empty());
        });
    }

    private Optional<Caller> caller(SecurityIdentity identity) {
        AccessTokenCredential credential = identity.getCredential(AccessTokenCredential.class);
        if (credential == null || credential.isOpaque()) {
            return Optional.empty();
        }
        String[] parts = credential.getToken().split("\\.", -1);
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return caller(StrictJson.parse(claims), config.oidc());
        } catch (IllegalArgumentException | ProblemException e) {
            return Optional.empty();
        }
    }

    /** Who the claims of a token that is genuine say its holder is; empty when they leave something open. */
    static Optional<Caller> caller(JsonNode claims, SecurityConfig.Oidc config) {
        String subject = claims.path("sub").asText("");
        if (subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || subject.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        Optional<Tenant> tenant = tenant(claims, config);
        Optional<NamespaceLimits> namespaces = namespaces(claims, config);
        if (tenant.isEmpty() || namespaces.isEmpty()) {
            return Optional.empty();
        }
        Set<String> roles = ClaimPath.parse(config.rolesClaim()).texts(claims).stream()
                .filter(Roles.ALL::contains)
                // Whoever sees only some namespaces cannot administer what all of them share.
                .filter(role -> !role.equals(Roles.ADMIN) || namespaces.get().isAll())
                .collect(Collectors.toUnmodifiableSet());
        return Optional.of(new Caller("oidc:" + subject, tenant.get(), roles, namespaces.get(), Optional.empty()));
    }

    private static Optional<Tenant> tenant(JsonNode claims, SecurityConfig.Oidc config) {
        if (config.tenantClaim().isEmpty()) {
            return Optional.of(Tenant.DEFAULT);
        }
        List<String> named = ClaimPath.parse(config.tenantClaim().get()).texts(claims);
        try {
            return named.size() == 1 ? Optional.of(Tenant.parse(named.get(0))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<NamespaceLimits> namespaces(JsonNode claims, SecurityConfig.Oidc config) {
        if (config.namespacesClaim().isEmpty()) {
            return Optional.of(NamespaceLimits.ALL);
        }
        try {
            return Optional.of(new NamespaceLimits(
                    ClaimPath.parse(config.namespacesClaim().get()).texts(claims)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
