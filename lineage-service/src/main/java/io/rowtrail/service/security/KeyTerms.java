package io.rowtrail.service.security;

import io.rowtrail.service.tenant.Tenant;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key is good for.
 *
 * @param name once used in a tenant never again, since entries of the log say it
 * @param expiresAt from when on it opens nothing; null for never
 */
record KeyTerms(
        Tenant tenant,
        String name,
        Set<String> roles,
        NamespaceLimits namespaces,
        Optional<Rate> rate,
        @Nullable Instant expiresAt) {

    KeyTerms {
        roles = Set.copyOf(roles);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
