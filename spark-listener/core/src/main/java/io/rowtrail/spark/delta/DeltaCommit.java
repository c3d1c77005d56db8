package io.rowtrail.spark.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One version of a Delta table, as {@code _delta_log/<version>.json} tells it (Delta protocol, "Delta Log Entries").
 *
 * @param operation what the writer calls it
 * @param stamp what a run of ours says of it; empty when none wrote it
 * @param changesRows whether rows came or went, where no run of ours wrote it; a compaction's did not
 */
record DeltaCommit(String operation, Optional<Map<String, String>> stamp, boolean changesRows) {
    static final String LOG = "_delta_log";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a version below the table's directory.
     *
     * @throws java.io.FileNotFoundException when the log no longer has it
     */
    static DeltaCommit read(FileSystem system, Path table, long version) throws IOException {
        Path file = new Path(new Path(table, LOG), "%020d.json".formatted(version));
        String operation = "an operation without a name";
        Optional<Map<String, String>> stamp = Optional.empty();
        boolean changes = false;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(system.open(file), StandardCharsets.UTF_8))) {
            // the first line is the commit's own; what follows may be long, and one of it is enough
            for (String line = lines.readLine();
                    line != null && !changes && stamp.isEmpty();
                    line = lines.readLine()) {
                JsonNode action = JSON.readTree(line);
                JsonNode info = action.path("commitInfo");
                operation = info.path("operation").asText(operation);
                stamp = DeltaStamp.in(action, operation);
                changes = action.path("add").path("dataChange").asBoolean()
                        || action.path("remove").path("dataChange").asBoolean();
            }
        }
        return new DeltaCommit(operation, stamp, changes);
    }
}
