package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "", "192.0.2.1", "no-such-host.invalid"})
    void refusesToAnswerStrangersWithoutAskingWhoTheyAre(String host) {
        assertThatThrownBy(() -> LoopbackGuard.check(SecurityConfig.Authentication.NONE, host))
                .hasMessageContaining("refusing to start");
        assertThatCode(() -> LoopbackGuard.check(SecurityConfig.Authentication.API_KEY, host))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.53"})
    void answersItsOwnMachine(String host) {
        assertThatCode(() -> LoopbackGuard.check(SecurityConfig.Authentication.NONE, host))
                .doesNotThrowAnyException();
    }

    @Test
    void knowsAHostHeaderThatAForeignPageCannotSend() {
        assertThat(LoopbackGuard.namesThisMachine("LocalHost")).isTrue();
        assertThat(LoopbackGuard.namesThisMachine("localhost.example.org")).isFalse();
    }

    @Test
    void makesKeysThatAreNotShownByAccident() {
        ApiKey key = ApiKey.fresh();
        assertThat(key.text()).startsWith("rt_").hasSizeGreaterThan(40);
        assertThat(key.toString()).doesNotContain(key.text());
        assertThat(key.hash()).hasSize(64).isNotEqualTo(ApiKey.fresh().hash());
        assertThat(key.matches(key.text())).isTrue();
        assertThat(key.matches("rt_other")).isFalse();
    }
}
