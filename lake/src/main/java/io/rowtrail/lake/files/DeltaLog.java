package io.rowtrail.lake.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.trace.RowtrailProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;

/**
 * The newest version of a Delta table, by the published protocol ("Delta Log Entries", "Checkpoints"): JSON commits on top of the
 * newest classic checkpoint. Who made it is told as for a tagged read of Spark: versions that a run has signed, back to a whole
 * overwrite; a version that nobody signed and that changed rows, or one that is no longer there, is nobody's.
 */
final class DeltaLog {
    static final String DIRECTORY = "_delta_log";

    private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
    private static final String MADE = "CREATE TABLE AS SELECT";
    private static final String MADE_PROPERTY = "rowtrail.made";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path log;
    private final DeltaState state;
    private final FileIO io;

    DeltaLog(Path table, FileIO io) {
        this.log = table.resolve(DIRECTORY);
        this.state = new DeltaState(table);
        this.io = io;
    }

    Contents contents() throws IOException {
        List<String> names;
        try (Stream<Path> found = Files.list(log)) {
            names = found.map(path -> path.getFileName().toString()).toList();
        }
        OptionalLong newest = names.stream()
                .map(COMMIT::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .max();
        if (newest.isEmpty()) {
            throw new UnreadableTableException("the log of " + log.getParent() + " has no version");
        }
        DeltaCheckpoint checkpoint = DeltaCheckpoint.newest(log, names);
        checkpoint.read(io, state);
        for (long version = checkpoint.version() + 1; version <= newest.getAsLong(); version++) {
            for (String line : lines(version)) {
                state.apply(JSON.readTree(line));
            }
        }
        return state.contents(newest.getAsLong(), writes(newest.getAsLong()));
    }

    private List<String> lines(long version) throws IOException {
        try {
            return Files.readAllLines(file(version), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new UnreadableTableException("version " + version + " is missing in the log of " + log.getParent()
                    + ", and so is a checkpoint after it");
        }
    }

    private Path file(long version) {
        return log.resolve("%020d.json".formatted(version));
    }

    /** Oldest first. */
    private List<Contents.Write> writes(long newest) throws IOException {
        Deque<Contents.Write> writes = new ArrayDeque<>();
        for (long version = newest; version >= 0; version--) {
            if (!Files.exists(file(version))) {
                writes.addFirst(new Contents.Write(version, Instant.EPOCH, Map.of()));
                break;
            }
            Commit commit = commit(version);
            if (commit.stated().isEmpty() && !commit.changesRows()) {
                continue;
            }
            writes.addFirst(new Contents.Write(version, commit.at(), commit.stated()));
            if (commit.stated().isEmpty()
                    || Boolean.parseBoolean(commit.stated().get(RowtrailProperties.WHOLE))) {
                break;
            }
        }
        return List.copyOf(writes);
    }

    private record Commit(Instant at, Map<String, String> stated, boolean changesRows) {}

    private Commit commit(long version) throws IOException {
        Instant at = Instant.EPOCH;
        String operation = "";
        Map<String, String> stated = Map.of();
        boolean changes = false;
        for (String line : lines(version)) {
            JsonNode action = JSON.readTree(line);
            JsonNode info = action.path("commitInfo");
            if (info.isObject()) {
                operation = info.path("operation").asText("");
                at = Instant.ofEpochMilli(info.path("timestamp").asLong());
            }
            // A clone has its model's properties, so they count of the version that made the table only.
            JsonNode said = operation.equals(MADE)
                    ? action.path("metaData").path("configuration").path(MADE_PROPERTY)
                    : info.path("userMetadata");
            stated = stated.isEmpty() ? stamp(said.asText("")) : stated;
            changes |= action.path("add").path("dataChange").asBoolean()
                    || action.path("remove").path("dataChange").asBoolean();
        }
        return new Commit(at, stated, changes);
    }

    private static Map<String, String> stamp(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Map.of();
        }
        if (node == null || !node.path(RowtrailProperties.RUN).isTextual()) {
            return Map.of();
        }
        Map<String, String> stamp = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> stamp.put(entry.getKey(), entry.getValue().asText()));
        return stamp;
    }
}
