package io.rowtrail.service.security;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The API keys there are. A revoked key stays, so that old entries can still be read; it opens nothing. */
@ApplicationScoped
class ApiKeys {
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    @Inject
    ApiKeys(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A principal as a key names it. */
    record Holder(String name, Set<String> roles) {}

    /** Who holds a key, or nothing when no live key has this text. */
    Uni<Optional<Holder>> holderOf(ApiKey key) {
        return sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from ApiKeyRow where keyHash = :hash and revokedAt is null", ApiKeyRow.class)
                        .setParameter("hash", key.hash())
                        .getResultList())
                .map(rows -> rows.stream().findFirst().map(ApiKeys::holder));
    }

    /** Makes a key; its text is told here and never again. Empty when the name is taken. */
    Uni<Optional<ApiKey>> create(String name, Set<String> roles) {
        ApiKey key = ApiKey.fresh();
        ApiKeyRow row = new ApiKeyRow();
        row.name = name;
        row.keyHash = key.hash();
        row.roles = String.join(",", new TreeSet<>(roles));
        row.createdAt = clock.instant();
        return sessions.withTransaction(session -> session.find(ApiKeyRow.class, name)
                .flatMap(known -> known != null
                        ? Uni.createFrom().item(Optional.<ApiKey>empty())
                        : session.persist(row).replaceWith(Optional.of(key))));
    }

    /** Ends a key. @return whether there was a live key of this name */
    Uni<Boolean> revoke(String name) {
        return sessions.withTransaction(session -> session.find(ApiKeyRow.class, name)
                .map(row -> {
                    boolean live = row != null && row.revokedAt == null;
                    if (live) {
                        row.revokedAt = clock.instant();
                    }
                    return live;
                }));
    }

    /** Every live key, by name. */
    Uni<List<Holder>> all() {
        return sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from ApiKeyRow where revokedAt is null order by name", ApiKeyRow.class)
                        .getResultList())
                .map(rows -> rows.stream().map(ApiKeys::holder).toList());
    }

    private static Holder holder(ApiKeyRow row) {
        Set<String> roles =
                Arrays.stream(row.roles.split(",")).filter(Roles.ALL::contains).collect(Collectors.toUnmodifiableSet());
        return new Holder(row.name, roles);
    }
}
