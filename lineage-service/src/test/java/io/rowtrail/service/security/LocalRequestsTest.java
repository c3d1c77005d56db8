package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRequestsTest {
    private static Optional<String> post(String host, String... headers) {
        return asked(HttpMethod.POST, host, headers);
    }

    private static Optional<String> asked(HttpMethod method, String host, String... headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            map.add(headers[i], headers[i + 1]);
        }
        return LocalRequests.refusal(method, HostAndPort.parseAuthority(host, -1), "127.0.0.1", map);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LocalHost", "127.0.0.1"})
    void takesWhatIsAddressedToThisMachine(String host) {
        assertThat(post(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.example.org:8080", "localhost.example.org", "10.0.0.7:8080", "127.0.0.1.nip.io"})
    void refusesAForeignNameThatWasMadeToResolveToThisMachine(String host) {
        assertThat(post(host)).isPresent();
    }

    @Test
    void refusesOtherMachinesAndRequestsToNobody() {
        MultiMap none = MultiMap.caseInsensitiveMultiMap();
        HostAndPort here = HostAndPort.create("localhost", 8080);
        assertThat(LocalRequests.refusal(HttpMethod.GET, here, "192.0.2.1", none))
                .isPresent();
        assertThat(LocalRequests.refusal(HttpMethod.GET, here, null, none)).isPresent();
        assertThat(LocalRequests.refusal(HttpMethod.GET, null, "127.0.0.1", none))
                .isPresent();
        assertThat(LocalRequests.refusal(HttpMethod.GET, here, "::1", none)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080",
        "127.0.0.1:8080, http://127.0.0.1:8080",
        "[::1]:8080, http://[::1]:8080",
        "localhost, http://localhost"
    })
    void takesWhatItsOwnPageSends(String host, String origin) {
        assertThat(post(host, "Origin", origin, "Sec-Fetch-Site", "same-origin"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org",
                "http://localhost:3000",
                "https://localhost:8080",
                "http://127.0.0.1:8080",
                "http://localhost",
                "null",
                "",
                "%"
            })
    void refusesWhatAPageOfAnotherOriginSends(String origin) {
        assertThat(post("localhost:8080", "Origin", origin)).isPresent();
        assertThat(asked(HttpMethod.GET, "localhost:8080", "Origin", origin)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void takesALinkOfAnotherSiteButNothingElseOfIt(String site) {
        assertThat(asked(HttpMethod.GET, "localhost:8080", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate"))
                .isEmpty();
        assertThat(asked(HttpMethod.GET, "localhost:8080", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "no-cors"))
                .isPresent();
        assertThat(post("localhost:8080", "Sec-Fetch-Site", site, "Sec-Fetch-Mode", "navigate"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-host", "Via", "X-Real-IP"})
    void refusesWhatAProxyOnThisMachinePassesOn(String header) {
        assertThat(post("localhost:8080", header, "for=192.0.2.1")).isPresent();
    }
}
