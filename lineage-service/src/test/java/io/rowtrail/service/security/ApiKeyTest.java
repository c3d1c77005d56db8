package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.service.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void makesKeysThatAreNotShownByAccident() {
        ApiKey key = ApiKey.fresh();
        assertThat(key.text()).startsWith("rt_").hasSizeGreaterThan(40);
        assertThat(key.toString()).doesNotContain(key.text()).doesNotContain(key.prefix());
        assertThat(key.hash()).hasSize(64).isNotEqualTo(ApiKey.fresh().hash());
        assertThat(key.matches(key.text())).isTrue();
        assertThat(key.matches("rt_other")).isFalse();
    }

    @Test
    void showsAPrefixThatTellsKeysApart() {
        ApiKey key = ApiKey.fresh();
        assertThat(key.text()).startsWith(key.prefix());
        assertThat(key.prefix()).hasSize(11).isNotEqualTo(ApiKey.fresh().prefix());
        assertThat(new ApiKey("x").prefix()).isEqualTo("x");
        assertThat(ApiKey.looksLike(key.text())).isTrue();
        assertThat(ApiKey.looksLike("eyJhbGciOiJSUzI1NiJ9.e30.x")).isFalse();
    }

    @Test
    void remembersAKeyForAsLongAsItIsToldTo() {
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        KeyMemory memory = new KeyMemory(clock, Duration.ofSeconds(5));
        memory.remember("h", terms(null));
        assertThat(memory.recall("h")).isPresent();
        memory.forget();
        assertThat(memory.recall("h")).isEmpty();
        KeyMemory none = new KeyMemory(clock, Duration.ZERO);
        none.remember("h", terms(null));
        assertThat(none.recall("h")).isEmpty();
    }

    @Test
    void endsAtItsExpiryAndNotAfterIt() {
        assertThat(terms(NOON).isExpired(NOON.minusMillis(1))).isFalse();
        assertThat(terms(NOON).isExpired(NOON)).isTrue();
        assertThat(terms(null).isExpired(NOON)).isFalse();
    }

    private static KeyTerms terms(@org.jspecify.annotations.Nullable Instant expiresAt) {
        return new KeyTerms(
                Tenant.DEFAULT, "spark", Set.of(Roles.PRODUCER), NamespaceLimits.ALL, Optional.empty(), expiresAt);
    }
}
