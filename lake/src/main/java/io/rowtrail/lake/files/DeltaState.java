package io.rowtrail.lake.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the actions of a Delta log add up to ("Action Reconciliation" of the protocol), as far as rows are concerned. */
final class DeltaState {
    /** Features that change nothing for who reads rows, or that are met file by file below. */
    private static final Set<String> KNOWN = Set.of(
            "timestampNtz", "vacuumProtocolCheck", "deletionVectors", "columnMapping", "appendOnly", "invariants");

    private static final int LAST_WITHOUT_FEATURES = 2;
    private static final int WITH_FEATURES = 3;

    private final Path table;
    private final Map<String, StoredFile> files = new LinkedHashMap<>();
    private List<String> partitions = List.of();
    private Map<String, String> properties = Map.of();

    DeltaState(Path table) {
        this.table = table;
    }

    /** Applies one action; later ones win. */
    void apply(JsonNode action) {
        if (action.path("add").isObject()) {
            add(action.path("add"));
        } else if (action.path("remove").isObject()) {
            files.remove(action.path("remove").path("path").asText());
        } else if (action.path("metaData").isObject()) {
            metaData(action.path("metaData"));
        } else if (action.path("protocol").isObject()) {
            protocol(action.path("protocol"));
        }
    }

    private void add(JsonNode add) {
        String path = add.path("path").asText();
        if (add.path("deletionVector").isObject()) {
            throw unreadable("rows deleted by deletion vectors: run REORG TABLE … APPLY (PURGE)");
        }
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        add.path("partitionValues")
                .properties()
                .forEach(entry -> values.put(
                        entry.getKey(),
                        // the protocol: an empty text is null too
                        Optional.ofNullable(entry.getValue().textValue()).filter(text -> !text.isEmpty())));
        files.put(path, new StoredFile(place(path), add.path("size").asLong(), values));
    }

    private Path place(String path) {
        URI uri;
        try {
            uri = new URI(path);
        } catch (URISyntaxException e) {
            throw unreadable("a file whose path is no URI");
        }
        if (uri.isAbsolute() || uri.getPath().startsWith("/")) {
            throw unreadable("files outside of its directory, as a shallow clone has");
        }
        Path place = table.resolve(uri.getPath()).normalize();
        if (!place.startsWith(table)) {
            throw unreadable("files outside of its directory");
        }
        return place;
    }

    private void metaData(JsonNode metaData) {
        List<String> columns = new ArrayList<>();
        metaData.path("partitionColumns").forEach(column -> columns.add(column.asText()));
        Map<String, String> configuration = new LinkedHashMap<>();
        metaData.path("configuration")
                .properties()
                .forEach(entry ->
                        configuration.put(entry.getKey(), entry.getValue().asText()));
        if (!configuration.getOrDefault("delta.columnMapping.mode", "none").equals("none")) {
            throw unreadable("column mapping (delta.columnMapping.mode)");
        }
        partitions = columns;
        properties = configuration;
    }

    private void protocol(JsonNode protocol) {
        int reader = protocol.path("minReaderVersion").asInt();
        if (reader > WITH_FEATURES) {
            throw unreadable("version " + reader + " of Delta's protocol for readers");
        }
        if (reader <= LAST_WITHOUT_FEATURES) {
            return;
        }
        for (JsonNode feature : protocol.path("readerFeatures")) {
            if (!KNOWN.contains(feature.asText())) {
                throw unreadable("the feature " + feature.asText());
            }
        }
    }

    private UnreadableTableException unreadable(String what) {
        return new UnreadableTableException("the Delta table " + table + " has " + what + ", which is not read here");
    }

    Contents contents(long version, List<Contents.Write> writes) {
        return new Contents(version, List.copyOf(files.values()), partitions, writes, properties);
    }
}
