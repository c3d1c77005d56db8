package io.rowtrail.audit.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.DatasetRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a leaf, read back from its bytes. What a leaf does not say reads as empty. */
public final class LeafWords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode leaf;

    private LeafWords(JsonNode leaf) {
        this.leaf = leaf;
    }

    /**
     * Reads {@code leaf}.
     *
     * @param where names the entry in the error
     * @throws AuditLogException.Tampered if it is no JSON object
     */
    public static LeafWords of(Bytes leaf, String where) {
        try {
            JsonNode node = JSON.readTree(leaf.toByteArray());
            if (node != null && node.isObject()) {
                return new LeafWords(node);
            }
        } catch (IOException e) {
            throw new AuditLogException.Tampered("leaf " + where, "canonical JSON", "other bytes");
        }
        throw new AuditLogException.Tampered("leaf " + where, "a JSON object", "another value");
    }

    /** The text at {@code member}. */
    public String word(String member) {
        return leaf.path(member).asText("");
    }

    /** When the log took the entry. */
    public String ingest() {
        return leaf.path("time").path("ingest").asText("");
    }

    /** When it happened by the producer's clock. */
    public String event() {
        return leaf.path("time").path("event").asText("");
    }

    /** How many datasets it concerns. */
    public int datasetCount() {
        return leaf.path("datasets").path("count").asInt(0);
    }

    /** The datasets, or empty where the leaf only counts them. */
    public Optional<List<DatasetRef>> datasets() {
        if (datasetCount() > 0 && !leaf.path("datasets").has("list")) {
            return Optional.empty();
        }
        List<DatasetRef> refs = new ArrayList<>();
        leaf.path("datasets")
                .path("list")
                .forEach(pair -> refs.add(
                        new DatasetRef(pair.path(0).asText(), pair.path(1).asText())));
        return Optional.of(refs);
    }

    /** The producer's position as {@code id#seq}. */
    public String stream() {
        JsonNode stream = leaf.path("stream");
        return stream.isMissingNode()
                ? ""
                : stream.path("id").asText("") + "#" + stream.path("seq").asText("");
    }
}
