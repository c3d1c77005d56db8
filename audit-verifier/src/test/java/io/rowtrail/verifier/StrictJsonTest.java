package io.rowtrail.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "{", "{\"a\":1,\"a\":2}", "01", "1.5", "1e3", "-0", "9007199254740992", "\"\\ud800\"", "\"\\x\"",
                "[1,]", "{\"a\"}", "nul", "1 2", "\"tab\there\"", "{a:1}", "\"open", "[1 2]", "+1", "\ufeff1"
            })
    void refusesWhatReadersCouldReadDifferently(String text) {
        assertThatThrownBy(() -> StrictJson.parse("text", text)).isInstanceOf(CheckFailed.class);
    }

    @Test
    void refusesNestingThatWouldOverflowAStack() {
        assertThatThrownBy(() -> StrictJson.parse("text", "[".repeat(200_000))).isInstanceOf(CheckFailed.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> StrictJson.parse("text", new byte[] {'"', (byte) 0xc3, '"'}))
                .isInstanceOf(CheckFailed.class);
    }

    @Test
    void writesTheCanonicalFormOfWhatItRead() throws CheckFailed {
        String canonical = "{\"a\":[1,-2,\"\\u0001\\n\\\"\u00e9\ud83d\ude00/\"],\"b\":{},\"c\":true,\"d\":[]}";

        assertThat(StrictJson.parse(
                                "text",
                                " { \"d\":[ ],\"c\" :true,\"b\":{},\"a\":[1,-2,\"\\u0001\\u000a\\\"\\u00e9\\ud83d\\ude00\\/\"]} ")
                        .canonical())
                .isEqualTo(canonical);
        assertThat(StrictJson.parseCanonical("text", canonical.getBytes(StandardCharsets.UTF_8))
                        .canonical())
                .isEqualTo(canonical);
        assertThatThrownBy(() -> StrictJson.parseCanonical("text", "{ }".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CheckFailed.class);
    }
}
