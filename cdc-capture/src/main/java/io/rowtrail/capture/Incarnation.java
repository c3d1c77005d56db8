package io.rowtrail.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.capture.state.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which unbroken history of the source is being captured.
 *
 * @param number the high bits of its ordinals
 * @param first the number that the configuration began with
 * @param systemIdentifier of the server; {@code unknown} for one that was not asked yet
 * @param gap why it was opened; empty for the first
 */
record Incarnation(int number, int first, String systemIdentifier, String gap) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String UNKNOWN = "unknown";

    /** The one that was opened last; else the one that the configuration begins with. */
    static Incarnation read(Path file, int configured) {
        if (!Files.exists(file)) {
            return new Incarnation(configured, configured, UNKNOWN, "");
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            return new Incarnation(
                    root.path("number").asInt(),
                    root.path("first").asInt(),
                    root.path("systemIdentifier").asText(),
                    root.path("gap").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    boolean isOf(String system) {
        return systemIdentifier.equals(UNKNOWN) || system.equals(UNKNOWN) || systemIdentifier.equals(system);
    }

    Incarnation on(String system) {
        return new Incarnation(number, first, system, gap);
    }

    Incarnation next(String why) {
        return new Incarnation(number + 1, first, UNKNOWN, why);
    }

    /** Durable on return. */
    void write(Path file) {
        try {
            DurableFile.replace(
                    file,
                    JSON.writeValueAsBytes(JSON.createObjectNode()
                            .put("number", number)
                            .put("first", first)
                            .put("systemIdentifier", systemIdentifier)
                            .put("gap", gap)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
