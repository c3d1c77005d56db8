package io.rowtrail.audit.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Entry;
import java.util.ArrayList;
import java.util.List;

/** The words of a leaf as the CSV and the totals show them. */
final class LeafView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Entry entry;
    private final JsonNode leaf;

    LeafView(Entry entry) {
        this.entry = entry;
        try {
            this.leaf = JSON.readTree(entry.leaf().toByteArray());
        } catch (JsonProcessingException e) {
            throw new AuditLogException.Tampered("leaf " + entry.name(), "canonical JSON", "other bytes");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The text at {@code member}, or empty. */
    String word(String member) {
        return leaf.path(member).asText("");
    }

    /** The cells of the entry's CSV row. */
    List<String> cells() {
        return List.of(
                entry.name().toString(),
                leaf.path("time").path("ingest").asText(""),
                word("kind"),
                word("action"),
                word("outcome"),
                word("run"),
                word("deploy"),
                leaf.path("time").path("event").asText(""),
                datasets(),
                stream(),
                entry.leafHash().hex());
    }

    private String datasets() {
        JsonNode datasets = leaf.path("datasets");
        if (datasets.isMissingNode()) {
            return "";
        }
        if (!datasets.has("list")) {
            return datasets.path("count").asText() + " datasets";
        }
        List<String> names = new ArrayList<>();
        datasets.path("list")
                .forEach(pair ->
                        names.add(pair.path(0).asText() + " " + pair.path(1).asText()));
        return String.join(" | ", names);
    }

    private String stream() {
        JsonNode stream = leaf.path("stream");
        return stream.isMissingNode()
                ? ""
                : stream.path("id").asText("") + "#" + stream.path("seq").asText("");
    }
}
