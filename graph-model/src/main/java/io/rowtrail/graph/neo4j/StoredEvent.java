package io.rowtrail.graph.neo4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.Covered;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.FactsCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An event as its teller's node keeps it: the canonical facts, but what a dataset looks like (schema, column lineage) is
 * replaced by the hash of a shape that is stored once, since runs repeat it.
 *
 * @param text JSON
 * @param shapes those of the shapes it refers to that are not known to be stored, by hash
 */
record StoredEvent(String text, Map<String, String> shapes) {

    /** What differs from run to run and is kept in place. */
    private static final List<String> IN_PLACE = List.of("version", "statistics", "tags", "snapshot");
    /** A shape shorter than this costs less than its hash and node. */
    private static final int SMALL = 160;

    /** @param known tells which shapes are stored already */
    static StoredEvent of(Keys keys, LoggedFacts event, KnownShapes known) {
        Map<String, String> shapes = new HashMap<>();
        ObjectNode facts = FactsCodec.tree(event.facts(), mention -> shrunk(keys, mention, known, shapes));
        ObjectNode stored = JsonNodeFactory.instance.objectNode();
        stored.put("entry", event.entry().toString());
        stored.put("recordedAt", event.recordedAt().toString());
        stored.put("digest", event.digest());
        Covered covered = event.covered();
        if (covered != null) {
            stored.set("covered", CoveredJson.write(covered));
        }
        stored.set("facts", facts);
        return new StoredEvent(stored.toString(), shapes);
    }

    private static ObjectNode shrunk(Keys keys, DatasetMention mention, KnownShapes known, Map<String, String> shapes) {
        DatasetMention described = mention.described();
        String hash = known.hash(described);
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (hash == null) {
            out = (ObjectNode) FactsCodec.tree(described);
            String shape = out.toString();
            if (shape.length() > SMALL) {
                hash = keys.ofShape(shape);
                shapes.put(hash, shape);
                known.learn(described, hash);
                out.removeAll();
            }
        }
        if (hash != null) {
            out.put("shape", hash);
        }
        if (!described.equals(mention)) {
            JsonNode counted = FactsCodec.tree(counted(mention));
            for (String member : IN_PLACE) {
                JsonNode value = counted.get(member);
                if (value != null) {
                    out.set(member, value);
                }
            }
        }
        return out;
    }

    private static DatasetMention counted(DatasetMention mention) {
        return new DatasetMention(
                mention.id(),
                null,
                mention.version(),
                null,
                List.of(),
                null,
                List.of(),
                mention.statistics(),
                mention.tags(),
                mention.snapshot(),
                null,
                List.of());
    }

    private static List<ObjectNode> mentions(JsonNode facts) {
        List<ObjectNode> mentions = new ArrayList<>();
        facts.path("inputs").forEach(m -> mentions.add((ObjectNode) m));
        facts.path("outputs").forEach(m -> mentions.add((ObjectNode) m));
        if (facts.get("dataset") instanceof ObjectNode dataset) {
            mentions.add(dataset);
        }
        return mentions;
    }

    /** The hashes of the shapes a stored text refers to. */
    static List<String> references(String text) {
        List<String> hashes = new ArrayList<>();
        for (ObjectNode mention : mentions(FactsCodec.parse(text).path("facts"))) {
            if (mention.has("shape")) {
                hashes.add(mention.path("shape").asText());
            }
        }
        return hashes;
    }

    /** How much of an event is read. */
    enum Part {
        WHOLE,
        /** Without schemas and column lineage, which are most of it. */
        BRIEF
    }

    /** The inverse of {@link #of}, given a way to look shapes up. */
    static LoggedFacts read(String text, Part part, Function<String, String> shape) {
        JsonNode stored = FactsCodec.parse(text);
        for (ObjectNode mention : mentions(stored.path("facts"))) {
            JsonNode hash = mention.remove("shape");
            if (hash != null) {
                mention.setAll((ObjectNode) FactsCodec.parse(shape.apply(hash.asText())));
            }
            if (part == Part.BRIEF) {
                mention.remove(List.of("schema", "columns"));
            }
        }
        return new LoggedFacts(
                EntryRef.parse(stored.path("entry").asText()),
                Instant.parse(stored.path("recordedAt").asText()),
                stored.path("digest").asText(),
                FactsCodec.fromTree(stored.path("facts")),
                stored.has("covered") ? CoveredJson.read(stored.path("covered")) : null);
    }
}
