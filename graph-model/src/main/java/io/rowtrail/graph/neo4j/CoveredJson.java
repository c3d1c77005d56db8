package io.rowtrail.graph.neo4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.Covered;
import io.rowtrail.graph.EntryRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What an event stands for, to and from JSON. */
final class CoveredJson {

    private CoveredJson() {}

    static ObjectNode write(Covered covered) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode seen = out.putArray("seen");
        covered.seen()
                .forEach(s -> seen.add(s.event().toString()).add(s.recorded().toString()));
        out.put("windows", covered.windows());
        out.put("from", covered.from().toString());
        ArrayNode entries = out.putArray("entries");
        covered.entries().forEach(e -> entries.add(e.toString()));
        return out;
    }

    static Covered read(JsonNode in) {
        List<Covered.Seen> seen = new ArrayList<>();
        JsonNode flat = in.path("seen");
        for (int i = 0; i < flat.size(); i += 2) {
            seen.add(new Covered.Seen(
                    Instant.parse(flat.get(i).asText()),
                    Instant.parse(flat.get(i + 1).asText())));
        }
        List<EntryRef> entries = new ArrayList<>();
        in.path("entries").forEach(e -> entries.add(EntryRef.parse(e.asText())));
        return new Covered(
                seen, in.path("windows").asLong(), Instant.parse(in.path("from").asText()), entries);
    }
}
