package io.rowtrail.service.security;

import io.rowtrail.service.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The API keys there are. A revoked or expired key stays, so that old entries can still be read and its name is not given
 * to another; it opens nothing.
 */
@ApplicationScoped
class ApiKeys {
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final KeyMemory memory;

    @Inject
    ApiKeys(Mutiny.SessionFactory sessions, Clock clock, SecurityConfig config) {
        this.sessions = sessions;
        this.clock = clock;
        this.memory = new KeyMemory(clock, config.keyMemory());
    }

    /** What a key is good for, or nothing when no live key has this text. */
    Uni<Optional<KeyTerms>> termsOf(ApiKey key) {
        String hash = key.hash();
        Optional<KeyTerms> remembered = memory.recall(hash);
        if (remembered.isPresent()) {
            return Uni.createFrom().item(remembered.filter(terms -> !terms.isExpired(clock.instant())));
        }
        return sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from ApiKeyRow where (prefix = :prefix or prefix is null) and revokedAt is null",
                                ApiKeyRow.class)
                        .setParameter("prefix", key.prefix())
                        .getResultList())
                .map(rows -> rows.stream()
                        .filter(row -> same(row.keyHash, hash))
                        .findFirst()
                        .map(ApiKeys::terms)
                        .filter(terms -> !terms.isExpired(clock.instant())))
                .invoke(found -> found.ifPresent(terms -> memory.remember(hash, terms)));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    /** A new key: the only time its text is told. */
    record Fresh(ApiKey key, KnownKey known) {}

    /** Makes a key. Empty when the name is taken. */
    Uni<Optional<Fresh>> create(KeyTerms terms) {
        ApiKey key = ApiKey.fresh();
        ApiKeyRow row = new ApiKeyRow();
        row.tenant = terms.tenant().slug();
        row.name = terms.name();
        row.prefix = key.prefix();
        row.keyHash = key.hash();
        row.roles = String.join(",", new TreeSet<>(terms.roles()));
        row.namespaces = String.join("\n", terms.namespaces().patterns());
        row.ratePerSecond = terms.rate().map(Rate::perSecond).orElse(null);
        row.rateBurst = terms.rate().map(Rate::burst).orElse(null);
        row.createdAt = clock.instant();
        row.expiresAt = terms.expiresAt();
        return sessions.withTransaction(session -> named(session, terms.tenant(), terms.name())
                .flatMap(known -> known.isPresent()
                        ? Uni.createFrom().item(Optional.<Fresh>empty())
                        : session.persist(row).replaceWith(() -> Optional.of(new Fresh(key, known(row))))));
    }

    /** Ends a key; other replicas may still take it for as long as they remember it. @return whether it was live */
    Uni<Boolean> revoke(Tenant tenant, String name) {
        return sessions.withTransaction(session -> named(session, tenant, name).map(found -> {
                    boolean live = found.isPresent() && found.get().revokedAt == null;
                    if (live) {
                        found.get().revokedAt = clock.instant();
                    }
                    return live;
                }))
                .invoke(memory::forget);
    }

    private static Uni<Optional<ApiKeyRow>> named(Mutiny.Session session, Tenant tenant, String name) {
        return session.createSelectionQuery("from ApiKeyRow where tenant = :tenant and name = :name", ApiKeyRow.class)
                .setParameter("tenant", tenant.slug())
                .setParameter("name", name)
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    /** The keys of a tenant that are not revoked, by name; expired ones are among them. */
    Uni<List<KnownKey>> all(Tenant tenant) {
        return sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from ApiKeyRow where tenant = :tenant and revokedAt is null order by name",
                                ApiKeyRow.class)
                        .setParameter("tenant", tenant.slug())
                        .getResultList())
                .map(rows -> rows.stream().map(ApiKeys::known).toList());
    }

    private static KnownKey known(ApiKeyRow row) {
        return new KnownKey(terms(row), row.prefix == null ? "" : row.prefix, row.createdAt);
    }

    private static KeyTerms terms(ApiKeyRow row) {
        Set<String> roles =
                Arrays.stream(row.roles.split(",")).filter(Roles.ALL::contains).collect(Collectors.toUnmodifiableSet());
        Optional<Rate> rate = row.ratePerSecond == null || row.rateBurst == null
                ? Optional.empty()
                : Optional.of(new Rate(row.ratePerSecond, row.rateBurst));
        return new KeyTerms(
                Tenant.parse(row.tenant),
                row.name,
                roles,
                new NamespaceLimits(List.of(row.namespaces.split("\n"))),
                rate,
                row.expiresAt);
    }
}
