package io.rowtrail.quickstart.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the service's answers to "which rows did this request write" with the ledger. */
public final class RequestComparison {
    private final Map<String, Map<String, Integer>> written = new HashMap<>();
    private final Tally tally = new Tally("requests, by sample, whose written rows the service lists exactly");

    public RequestComparison(List<LedgerEntry> ledger) {
        for (LedgerEntry entry : ledger) {
            entry.trace()
                    .ifPresent(trace -> entry.writes()
                            .forEach(write -> written.computeIfAbsent(trace, t -> new TreeMap<>())
                                    .merge(
                                            write.table() + " " + write.op().code() + " " + write.key(),
                                            1,
                                            Integer::sum)));
        }
    }

    /** One answer of {@code GET /api/v1/traces/{id}/rows}; rows of outputs, which have no operation, are left out. */
    public void request(String trace, JsonNode answer) {
        Map<String, Integer> listed = new TreeMap<>();
        for (JsonNode row : answer.path("rows")) {
            if (row.hasNonNull("op")) {
                String dataset = row.path("dataset").asText();
                String table = dataset.substring(dataset.lastIndexOf('.') + 1);
                listed.merge(table + " " + row.path("op").asText() + " " + key(row.path("key")), 1, Integer::sum);
            }
        }
        Map<String, Integer> wanted = written.getOrDefault(trace, Map.of());
        tally.note(listed.equals(wanted) ? "" : trace + ": lists " + listed + ", must list " + wanted);
    }

    public Check check() {
        return tally.check();
    }

    private static RowKey key(JsonNode object) {
        Map<String, String> columns = new HashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> it = object.fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> column = it.next();
            columns.put(column.getKey(), column.getValue().asText());
        }
        return RowKey.of(columns);
    }
}
