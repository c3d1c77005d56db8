package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facets of one entity, each checked: an object, with the schema it is known to have, deleted or not.
 *
 * @param live the facets that say something, by key
 * @param deleted keys of the facets the event deletes
 */
record Facets(Map<String, JsonAt> live, List<String> deleted) {

    static Facets read(JsonAt at, FacetShapes.Entity entity, Set<Mark> marks) {
        Map<String, JsonAt> live = new HashMap<>();
        List<String> deleted = new ArrayList<>();
        at.members((key, facet) -> {
            if (facet.absent()) {
                return;
            }
            facet.object();
            if (!facet.at("_producer").node().isTextual()
                    || !facet.at("_schemaURL").node().isTextual()) {
                marks.add(Mark.BARE_FACET);
            }
            if (Boolean.TRUE.equals(facet.at("_deleted").booleanOrNull())) {
                deleted.add(key);
                return;
            }
            FacetShapes.check(entity, key, facet);
            live.put(key, facet);
        });
        return new Facets(live, deleted);
    }

    @Nullable
    JsonAt get(String key) {
        return live.get(key);
    }
}
