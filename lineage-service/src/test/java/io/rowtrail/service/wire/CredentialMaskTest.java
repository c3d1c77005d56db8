package io.rowtrail.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialMaskTest {
    private static String masked(String text) {
        byte[] bytes = ("junk " + text + " junk").getBytes(StandardCharsets.UTF_8);
        MaskingPass.Outcome outcome = MaskingPass.over(bytes, 5, bytes.length - 5);
        assertThat(outcome).isInstanceOf(MaskingPass.Outcome.Json.class);
        return new String(((MaskingPass.Outcome.Json) outcome).text().bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\": \"hunter2\", \"a\":",
                "{\"token\" : hunter2, \"b\":1}",
                "{\"secrets\":[\"hunter2\", \"hunter2\"",
                "{\"a\":1}} \"db_password\":\"hunter2\"",
                "password=hunter2",
                "{\"url\":\"postgres://bob:hunter2@host/db",
                "{\"password\":\"hunter2"
            })
    void takesTheCredentialOutOfWhatIsNoJson(String text) {
        assertThat(BrokenTextMask.apply(text)).doesNotContain("hunter2").contains(CredentialMask.MARK);
    }

    @Test
    void keepsWhatIsNoCredentialOfWhatIsNoJson() {
        String text = "{\"eventTime\":\"2026\", \"run\" {}, \"x\\\"y\": [1,2";
        assertThat(BrokenTextMask.apply(text)).isEqualTo(text);
    }

    @Test
    void changesNothingElse() {
        String text = "{ \"a\" : 1.50,\n\t\"b\":\"x\\u00e9\\n\", \"c\":[ true,null ] , \"e\": 1e3}";
        assertThat(masked(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":\"hunter2\"}",
                "{\"spark.my.SECRET-key\":\"hunter2\"}",
                "{\"apiKey\":[\"hunter2\",\"hunter2\"]}",
                "{\"access_key\":\"hunter2\"}",
                "{\"auth\":{\"token\":\"hunter2\"}}",
                "{\"url\":\"postgres://bob:hunter2@host/db\"}",
                "{\"url\":\"jdbc:mysql://h/db?user=bob&password=hunter2\"}",
                "{\"sql\":\"CREATE USER x WITH PASSWORD = 'hunter2'\"}",
                "{\"sql\":\"... token=\\\"hunter2\\\" ...\"}",
                "[{\"name\":\"db.password\",\"value\":\"hunter2\"}]",
                "[{\"value\":\"hunter2\",\"other\":\"https://a:hunter2@b\",\"key\":\"client_secret\"}]",
                "{\"Authorization\":\"Bearer hunter2\"}",
            })
    void takesTheCredentialOut(String text) throws Exception {
        String masked = masked(text);
        assertThat(masked).doesNotContain("hunter2").contains(CredentialMask.MARK);
        assertThat(new ObjectMapper().readTree(masked)).isNotNull();
        assertThat(masked(masked)).as("masking again").isEqualTo(masked);
    }

    @Test
    void needsNoDeepStackForLongValues() {
        String text = "{\"sql\":\"password=" + "x".repeat(2_000_000) + "\\n".repeat(200_000) + " rest\"}";
        assertThat(masked(text)).isEqualTo("{\"sql\":\"password=[masked] rest\"}");
    }

    @Test
    void leavesAColumnCalledPasswordItsLineage() {
        String text =
                "{\"fields\":{\"password\":{\"inputFields\":[{\"namespace\":\"n\",\"name\":\"d\",\"field\":\"f\"}]}},"
                        + "\"schema\":[{\"name\":\"password\",\"type\":\"string\"}]}";
        assertThat(masked(text)).isEqualTo(text);
    }
}
