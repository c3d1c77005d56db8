package io.rowtrail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of C2SP/wycheproof. */
class Ed25519VectorsTest {
    @Test
    void signaturesVerifyExactlyWhereTheVectorsSay() throws IOException {
        JsonNode vectors = new ObjectMapper()
                .readTree(
                        Fixtures.folder("ed25519").resolve("ed25519_test.json").toFile());
        int tested = 0;
        for (JsonNode group : vectors.get("testGroups")) {
            byte[] key = hex(group.get("publicKey").get("pk"));
            for (JsonNode test : group.get("tests")) {
                assertThat(Ed25519.verifies(key, hex(test.get("msg")), hex(test.get("sig"))))
                        .as("case %s: %s", test.get("tcId"), test.get("comment"))
                        .isEqualTo("valid".equals(test.get("result").asText()));
                tested++;
            }
        }
        assertThat(tested).isEqualTo(vectors.get("numberOfTests").asInt());
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText());
    }
}
