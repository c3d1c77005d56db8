package io.rowtrail.capture.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.capture.state.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/**
 * Debezium's position in a small JSON file that is replaced whole and forced to the disk: a crash leaves the old one or
 * the new one. (Kafka's own file store does neither.)
 */
public final class DurableOffsetStore extends MemoryOffsetBackingStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COMPLETELY_PROCESSED = "lsn_proc";

    private Path file = Path.of("offsets.json");

    /** Debezium makes it by name. */
    public DurableOffsetStore() {}

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        file = Path.of(String.valueOf(config.originals().get("offset.storage.file.filename")));
    }

    @Override
    public void start() {
        super.start();
        data = new HashMap<>();
        read(file).forEach((key, value) -> data.put(bytes(key), bytes(toGoOnFrom(value))));
    }

    /**
     * Without what Debezium has processed completely. By it Debezium looks for the first record behind the position and passes over
     * all before it, also over records of a transaction that was open then: of one whose own record begins where the last
     * commit ends it passes over everything up to that record, the trace too ({@code WalPositionLocator}). The server sends
     * whole transactions, and none that was committed before the position, so there is nothing to look for.
     */
    private static String toGoOnFrom(String offset) {
        try {
            return JSON.readTree(offset) instanceof ObjectNode position
                    ? position.without(COMPLETELY_PROCESSED).toString()
                    : offset;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the position is damaged", e);
        }
    }

    @Override
    protected void save() {
        Map<String, String> texts = new LinkedHashMap<>();
        data.forEach((key, value) -> texts.put(text(key), text(value)));
        try {
            DurableFile.replace(file, JSON.writeValueAsBytes(texts));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the position to " + file, e);
        }
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connector) {
        return Set.of();
    }

    /** Whether the stored position lies behind the initial snapshot. */
    public static boolean isSnapshotDone(Path file) {
        return read(file).values().stream()
                .anyMatch(
                        offset -> !offset.contains("\"snapshot\"") || offset.contains("\"last_snapshot_record\":true"));
    }

    private static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the position in " + file, e);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
