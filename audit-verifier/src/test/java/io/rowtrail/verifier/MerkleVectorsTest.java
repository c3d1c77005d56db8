package io.rowtrail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of transparency-dev/merkle. */
class MerkleVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void inclusionProofsHoldExactlyWhereTheVectorsSay() throws IOException {
        List<Path> vectors = vectors("inclusion");
        for (Path file : vectors) {
            JsonNode vector = JSON.readTree(file.toFile());
            boolean holds = Merkle.included(
                    vector.get("leafIdx").bigIntegerValue().longValue(),
                    vector.get("treeSize").bigIntegerValue().longValue(),
                    bytes(vector.get("leafHash")),
                    path(vector),
                    bytes(vector.get("root")));
            assertThat(holds)
                    .as(file.toString())
                    .isNotEqualTo(vector.get("wantErr").asBoolean());
        }
        assertThat(vectors).hasSizeGreaterThan(90);
    }

    @Test
    void consistencyProofsHoldExactlyWhereTheVectorsSay() throws IOException {
        List<Path> vectors = vectors("consistency");
        for (Path file : vectors) {
            JsonNode vector = JSON.readTree(file.toFile());
            boolean holds = Merkle.consistent(
                    vector.get("size1").bigIntegerValue().longValue(),
                    vector.get("size2").bigIntegerValue().longValue(),
                    path(vector),
                    bytes(vector.get("root1")),
                    bytes(vector.get("root2")));
            // One vector has roots of other than 32 bytes and calls them equal; here no such thing is a hash.
            boolean hashes = bytes(vector.get("root1")).length == 32 && bytes(vector.get("root2")).length == 32;
            assertThat(holds)
                    .as(file.toString())
                    .isEqualTo(hashes && !vector.get("wantErr").asBoolean());
        }
        assertThat(vectors).hasSizeGreaterThan(90);
    }

    private static List<Path> vectors(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(Fixtures.folder("merkle").resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static List<byte[]> path(JsonNode vector) {
        List<byte[]> path = new ArrayList<>();
        vector.get("proof").forEach(hash -> path.add(bytes(hash)));
        return path;
    }

    private static byte[] bytes(JsonNode base64) {
        return base64.isNull() ? new byte[0] : Base64.getDecoder().decode(base64.asText());
    }
}
