package io.rowtrail.service.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialMaskTest {
    @Test
    void changesNothingElse() {
        String text = "{ \"a\" : 1.50,\n\t\"b\":\"x\\u00e9\\n\", \"c\":[ true,null ] , \"e\": 1e3}";
        assertThat(CredentialMask.apply(text)).isEqualTo(new CredentialMask.Masked(text, 0));
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
        CredentialMask.Masked masked = CredentialMask.apply(text);
        assertThat(masked.text()).doesNotContain("hunter2").contains(CredentialMask.MARK);
        assertThat(masked.redactions()).isPositive();
        assertThat(new ObjectMapper().readTree(masked.text())).isNotNull();
        assertThat(CredentialMask.apply(masked.text()).text())
                .as("masking again")
                .isEqualTo(masked.text());
    }

    @Test
    void needsNoDeepStackForLongValues() {
        String text = "{\"sql\":\"password=" + "x".repeat(2_000_000) + "\\n".repeat(200_000) + " rest\"}";
        assertThat(CredentialMask.apply(text).text()).isEqualTo("{\"sql\":\"password=[masked] rest\"}");
    }

    @Test
    void leavesAColumnCalledPasswordItsLineage() {
        String text =
                "{\"fields\":{\"password\":{\"inputFields\":[{\"namespace\":\"n\",\"name\":\"d\",\"field\":\"f\"}]}},"
                        + "\"schema\":[{\"name\":\"password\",\"type\":\"string\"}]}";
        assertThat(CredentialMask.apply(text).text()).isEqualTo(text);
    }
}
