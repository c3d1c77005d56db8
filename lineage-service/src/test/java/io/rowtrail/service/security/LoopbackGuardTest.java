package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {
    private static final String AUTHENTICATION = "rowtrail.security.authentication";
    private static final String HOST = "quarkus.http.host";

    private static void check(String... keysAndValues) {
        SmallRyeConfig config = SecuritySettings.config(keysAndValues);
        LoopbackGuard.check(SecuritySettings.of(config), config);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "[::]", " ", "192.0.2.1", "2001:db8::1", "no-such-host.invalid"})
    void refusesToAnswerStrangersWithoutAskingWhoTheyAre(String host) {
        assertThatThrownBy(() -> check(HOST, host)).hasMessageContaining("refusing to start");
        assertThatCode(() -> check(HOST, host, AUTHENTICATION, "api-key")).doesNotThrowAnyException();
    }

    @Test
    void refusesToListenWhereNobodySaidSo() {
        assertThatThrownBy(LoopbackGuardTest::check).hasMessageContaining("refusing to start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.0.0.53"})
    void answersItsOwnMachine(String host) {
        assertThatCode(() -> check(HOST, host)).doesNotThrowAnyException();
    }

    @Test
    void watchesTheManagementInterfaceToo() {
        assertThatThrownBy(() -> check(
                        HOST, "127.0.0.1", "quarkus.management.enabled", "true", "quarkus.management.host", "0.0.0.0"))
                .hasMessageContaining("quarkus.management.host");
        assertThatCode(() -> check(
                        HOST, "127.0.0.1", "quarkus.management.enabled", "true", "quarkus.management.host", "::1"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.http.proxy.proxy-address-forwarding",
                "quarkus.http.proxy.allow-forwarded",
                "quarkus.http.proxy.allow-x-forwarded",
                "quarkus.http.proxy.enable-forwarded-host",
                "quarkus.http.proxy.use-proxy-protocol"
            })
    void refusesToStandBehindAProxyThatLetsStrangersIn(String key) {
        assertThatThrownBy(() -> check(HOST, "127.0.0.1", key, "true")).hasMessageContaining(key);
        assertThatCode(() -> check(HOST, "127.0.0.1", key, "true", AUTHENTICATION, "api-key"))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesABootstrapKeyThatCanBeGuessed() {
        assertThatThrownBy(() -> check(
                        HOST, "0.0.0.0", AUTHENTICATION, "api-key", "rowtrail.security.bootstrap-key", "changeit"))
                .hasMessageContaining("bootstrap-key")
                .hasMessageNotContaining("changeit");
    }

    @Test
    void refusesTokensOfNobodyInParticularOrForNobodyInParticular() {
        assertThatThrownBy(() -> check(AUTHENTICATION, "oidc")).hasMessageContaining("oidc.issuer");
        assertThatThrownBy(
                        () -> check(AUTHENTICATION, "oidc", "rowtrail.security.oidc.issuer", "https://id.example.org"))
                .hasMessageContaining("oidc.audience");
        assertThatCode(() -> check(
                        AUTHENTICATION,
                        "oidc",
                        "rowtrail.security.oidc.issuer",
                        "https://id.example.org",
                        "rowtrail.security.oidc.audience",
                        "rowtrail"))
                .doesNotThrowAnyException();
    }
}
