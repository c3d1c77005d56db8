package io.rowtrail.service.security;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * The one provider whose tokens are taken, told to the library when the first token comes, so that the service starts
 * while the provider is away. Tokens are checked here by the provider's published keys; it is never asked about one.
 */
@ApplicationScoped
class OidcProvider implements TenantConfigResolver {
    private final Optional<OidcTenantConfig> provider;

    @Inject
    OidcProvider(SecurityConfig config) {
        this.provider = config.authentication() == SecurityConfig.Authentication.OIDC
                ? Optional.of(provider(config.oidc()))
                : Optional.empty();
    }

    private static OidcTenantConfig provider(SecurityConfig.Oidc oidc) {
        return OidcTenantConfig.authServerUrl(oidc.issuer().orElseThrow())
                .tenantId("rowtrail")
                .token()
                .audience(List.of(oidc.audience().orElseThrow()))
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end()
                .build();
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        return provider.map(one -> Uni.createFrom().item(one))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }
}
