package io.rowtrail.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.cli.outcome.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTest {
    private final ServiceAddress address = ServiceAddress.parse("https://rowtrail.example:8443/tenant/");

    @Test
    void keepsAPathPrefix() {
        assertThat(address.resolve("/api/v1/reports").toString())
                .isEqualTo("https://rowtrail.example:8443/tenant/api/v1/reports");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rowtrail",
                "ftp://h",
                "file:///etc/passwd",
                "http://",
                "http://h?x=1",
                "http://h#f",
                "http://a b"
            })
    void refusesWhatIsNoPlainWebAddress(String text) {
        assertThatThrownBy(() -> ServiceAddress.parse(text)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void refusesAPasswordInTheAddressWithoutRepeatingIt() {
        assertThatThrownBy(() -> ServiceAddress.parse("http://me:hunter2@rowtrail.example"))
                .hasMessageContaining("rowtrail.example")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://rowtrail.example:8443/x",
                "https://evil.example:8443/x",
                "https://rowtrail.example/x",
                "//evil.example/x"
            })
    void doesNotFollowALocationElsewhere(String location) {
        assertThatThrownBy(() -> address.follow(location)).hasMessageContaining("another server");
    }

    @Test
    void followsALocationOnTheSameServer() {
        assertThat(address.follow("/api/v1/audit/evidence/7").toString())
                .isEqualTo("https://rowtrail.example:8443/api/v1/audit/evidence/7");
    }
}
