package io.rowtrail.service.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.tenant.Tenant;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what somebody wants a new key to be good for, and notes all that is wrong with it. */
final class KeyOrder {
    private static final Set<String> TAKEN = Set.of("local", "bootstrap");
    private static final Set<String> MEMBERS =
            Set.of("name", "roles", "namespaces", "rate", "burst", "expiresAt", "tenant");

    private final List<FieldError> errors = new ArrayList<>();
    private final JsonNode json;

    private KeyOrder(JsonNode json) {
        this.json = json;
    }

    /**
     * The terms asked for.
     *
     * @param standard the tenant of a key that names none
     * @throws io.rowtrail.service.http.ProblemException 400 that says where they are wrong
     */
    static KeyTerms read(JsonNode json, Tenant standard, Instant now) {
        KeyOrder order = new KeyOrder(json);
        KeyTerms terms = order.terms(standard, now);
        if (terms == null || !order.errors.isEmpty()) {
            throw Problem.invalid("not a key", order.errors).exception();
        }
        return terms;
    }

    private @Nullable KeyTerms terms(Tenant standard, Instant now) {
        if (!json.isObject()) {
            errors.add(new FieldError("", "must be an object"));
            return null;
        }
        json.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                errors.add(new FieldError("/" + member.replace("~", "~0").replace("/", "~1"), "is not known here"));
            }
        });
        Set<String> roles = roles();
        NamespaceLimits namespaces = namespaces();
        if (roles.contains(Roles.ADMIN) && !namespaces.isAll()) {
            errors.add(new FieldError("/namespaces", "cannot limit an administrator"));
        }
        return new KeyTerms(tenant(standard), name(), roles, namespaces, rate(), expiry(now));
    }

    private String name() {
        String name = json.path("name").asText("");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}") || TAKEN.contains(name)) {
            errors.add(new FieldError(
                    "/name", "must be 1 to 100 letters, digits and . _ @ -, and neither local nor bootstrap"));
        }
        return name;
    }

    private Set<String> roles() {
        Set<String> roles = new TreeSet<>();
        for (int i = 0; i < json.path("roles").size(); i++) {
            String role = json.path("roles").path(i).asText("");
            if (!Roles.ALL.contains(role)) {
                errors.add(new FieldError("/roles/" + i, "is no role"));
            }
            roles.add(role);
        }
        if (roles.isEmpty()) {
            errors.add(new FieldError("/roles", "must hold at least one role"));
        }
        return roles;
    }

    private NamespaceLimits namespaces() {
        JsonNode node = json.path("namespaces");
        if (node.isMissingNode() || node.isNull()) {
            return NamespaceLimits.ALL;
        }
        List<String> patterns = new ArrayList<>();
        node.forEach(pattern -> patterns.add(pattern.isTextual() ? pattern.textValue() : ""));
        try {
            if (node.isArray() && !patterns.isEmpty()) {
                return new NamespaceLimits(patterns);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        errors.add(
                new FieldError("/namespaces", "must be a list of namespaces, with * at the end for all that begin so"));
        return NamespaceLimits.ALL;
    }

    private Optional<Rate> rate() {
        JsonNode rate = json.path("rate");
        JsonNode burst = json.path("burst");
        if (rate.isMissingNode() && burst.isMissingNode()) {
            return Optional.empty();
        }
        try {
            if (rate.isInt() && (burst.isInt() || burst.isMissingNode())) {
                return Optional.of(new Rate(rate.intValue(), burst.isInt() ? burst.intValue() : rate.intValue()));
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        errors.add(new FieldError(
                "/rate",
                "must be 1 to " + Rate.MOST_PER_SECOND + " calls a second, with a burst not less than it and at most "
                        + Rate.MOST_BURST));
        return Optional.empty();
    }

    private @Nullable Instant expiry(Instant now) {
        JsonNode node = json.path("expiresAt");
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            Instant at = OffsetDateTime.parse(node.asText("")).toInstant();
            if (at.isAfter(now)) {
                return at;
            }
        } catch (DateTimeException e) {
            // told below
        }
        errors.add(new FieldError("/expiresAt", "must be an RFC 3339 time in the future"));
        return null;
    }

    private Tenant tenant(Tenant standard) {
        JsonNode node = json.path("tenant");
        if (node.isMissingNode() || node.isNull()) {
            return standard;
        }
        try {
            return Tenant.parse(node.asText(""));
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("/tenant", "is no tenant"));
            return standard;
        }
    }
}
