package io.rowtrail.service.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.ProblemAnswers;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Says who sent a request: the holder of its API key or of its token, or {@code local} where nobody is asked. It stands
 * before every other mechanism, so that nothing else ever decides about an {@code Authorization} header.
 */
@ApplicationScoped
final class CallerAuthentication implements HttpAuthenticationMechanism {
    private static final Logger LOG = Logger.getLogger(CallerAuthentication.class);
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String SCHEME = "Bearer";
    private static final String BEARER = SCHEME + " ";
    private static final Caller LOCAL =
            new Caller("local", Tenant.DEFAULT, Roles.ALL, NamespaceLimits.ALL, Optional.empty());
    private static final Caller BOOTSTRAP =
            new Caller("bootstrap", Tenant.DEFAULT, Set.of(Roles.ADMIN), NamespaceLimits.ALL, Optional.empty());

    private final SecurityConfig config;
    private final ApiKeys keys;
    private final TokenCallers tokens;
    private final ProblemAnswers answers;
    private final Optional<Rate> standard;

    @Inject
    CallerAuthentication(SecurityConfig config, ApiKeys keys, TokenCallers tokens, ProblemAnswers answers) {
        this.config = config;
        this.keys = keys;
        this.tokens = tokens;
        this.answers = answers;
        this.standard = config.rate().isPresent()
                ? Optional.of(new Rate(config.rate().getAsInt(), config.rate().getAsInt()))
                : Optional.empty();
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1_000;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        if (config.authentication() == SecurityConfig.Authentication.NONE) {
            return local(context);
        }
        String header = context.request().getHeader("Authorization");
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return caller(header.substring(BEARER.length()).trim(), context, manager)
                .map(caller -> Callers.identity(caller.orElseThrow(AuthenticationFailedException::new)));
    }

    private static Uni<SecurityIdentity> local(RoutingContext context) {
        Optional<String> refusal = LocalRequests.refusal(context.request());
        if (refusal.isPresent()) {
            LOG.debugf("event=not-local path=%s why=\"it %s\"", context.normalizedPath(), refusal.get());
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom().item(Callers.identity(LOCAL));
    }

    private Uni<Optional<Caller>> caller(String text, RoutingContext context, IdentityProviderManager manager) {
        ApiKey key = new ApiKey(text);
        if (config.bootstrapKey().filter(key::matches).isPresent()) {
            return Uni.createFrom().item(Optional.of(BOOTSTRAP));
        }
        if (config.authentication() == SecurityConfig.Authentication.OIDC && !ApiKey.looksLike(text)) {
            return tokens.holderOf(context, manager).map(found -> found.map(this::rated));
        }
        return keys.termsOf(key)
                .map(terms -> terms.map(CallerAuthentication::holder).map(this::rated));
    }

    private static Caller holder(KeyTerms terms) {
        return new Caller(terms.name(), terms.tenant(), terms.roles(), terms.namespaces(), terms.rate());
    }

    private Caller rated(Caller caller) {
        return caller.rate().isPresent()
                ? caller
                : new Caller(caller.name(), caller.tenant(), caller.roles(), caller.namespaces(), standard);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, CHALLENGE, SCHEME));
    }

    /** Answers where no endpoint does: a request for metrics, for example. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        context.response().putHeader(CHALLENGE, SCHEME);
        return Uni.createFrom()
                .completionStage(() -> answers.send(Problem.status(401, "Unauthorized"), context)
                        .toCompletionStage())
                .replaceWith(true);
    }
}
