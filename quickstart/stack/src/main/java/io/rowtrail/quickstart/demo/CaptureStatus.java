package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the capture says of itself in {@code status.json}.
 *
 * @param state {@code starting}, {@code snapshot}, {@code streaming}, {@code stopped}
 * @param transactions source transactions seen, those of the snapshot not counted
 * @param committedLsn place of the last one in the change tables
 * @param completeThrough ordinal up to which all change tables are complete; empty before the snapshot is
 * @param pendingPosts requests to the service still waiting
 */
record CaptureStatus(String state, long transactions, String committedLsn, String completeThrough, long pendingPosts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empty before the capture has written its first one. */
    static Optional<CaptureStatus> read(Path stateDirectory) {
        try {
            Path file = stateDirectory.resolve("status.json");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            return Optional.of(new CaptureStatus(
                    node.path("state").asText(),
                    node.path("transactions").asLong(),
                    node.path("committedLsn").asText(),
                    node.path("completeThrough").asText(),
                    node.path("pendingPosts").asLong()));
        } catch (IOException halfReplaced) {
            return Optional.empty();
        }
    }

    boolean streaming() {
        return state.equals("streaming");
    }
}
