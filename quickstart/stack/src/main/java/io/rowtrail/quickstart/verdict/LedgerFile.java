package io.rowtrail.quickstart.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the shop's ledger, one JSON object a line. */
public final class LedgerFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LedgerFile() {}

    /**
     * All entries in file order.
     *
     * @throws IOException also when a line is broken or the numbers do not run from 1 without a gap: a ledger with a
     *     hole proves nothing
     */
    public static List<LedgerEntry> read(Path file) throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LedgerEntry entry = parse(line);
                if (entry.seq() != entries.size() + 1) {
                    throw new IOException(file + " has entry " + entry.seq() + " in place " + (entries.size() + 1));
                }
                entries.add(entry);
            }
        }
        return entries;
    }

    static LedgerEntry parse(String line) throws IOException {
        JsonNode node = JSON.readTree(line);
        String trace = node.path("trace").asText();
        List<LedgerEntry.Write> writes = new ArrayList<>();
        for (JsonNode write : node.path("writes")) {
            writes.add(new LedgerEntry.Write(
                    write.path("table").asText(),
                    LedgerEntry.Op.parse(write.path("op").asText()),
                    RowKey.of(columns(write.path("key"))),
                    columns(write.path("row"))));
        }
        return new LedgerEntry(
                node.path("seq").asInt(), trace.equals("none") ? Optional.empty() : Optional.of(trace), writes);
    }

    private static Map<String, String> columns(JsonNode object) {
        Map<String, String> columns = new HashMap<>();
        object.properties()
                .forEach(
                        column -> columns.put(column.getKey(), column.getValue().asText()));
        return columns;
    }
}
