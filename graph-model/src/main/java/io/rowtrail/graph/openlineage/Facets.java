package io.rowtrail.graph.openlineage;

import com.fasterxml.jackson.core.JsonStreamContext;
import io.rowtrail.graph.facts.EventHeader.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the facets of one entity, each checked: an object, with the schema it is known to have, deleted or not. */
final class Facets {

    private final JsonCursor at;
    private final Set<Mark> marks;
    private final List<String> deleted = new ArrayList<>();

    private Facets(JsonCursor at, Set<Mark> marks) {
        this.at = at;
        this.marks = marks;
    }

    /**
     * Reads the facets the cursor stands at.
     *
     * @param wanted gives the reader of a facet, or null for one of which only the form is checked
     * @return keys of the facets the event deletes
     */
    static List<String> read(
            JsonCursor at, FacetShapes.Entity entity, Set<Mark> marks, Function<String, @Nullable Facet> wanted) {
        Facets facets = new Facets(at, marks);
        at.members(key -> {
            Facet facet = wanted.apply(key);
            facets.read(key, facet == null ? FacetShapes.facet(entity, key, at) : facet);
        });
        return facets.deleted;
    }

    private void read(String key, Facet facet) {
        at.requireObject();
        JsonStreamContext level = at.level();
        Reading reading = new Reading();
        at.members(name -> {
            switch (name) {
                case "_producer" -> reading.produced = at.isText();
                case "_schemaURL" -> reading.schema = at.isText();
                case "_deleted" -> reading.deleted = Boolean.TRUE.equals(at.booleanOrNull());
                default -> {
                    if (reading.refusal == null) {
                        try {
                            facet.member(name);
                            return;
                        } catch (Refusal refusal) {
                            reading.refusal = refusal;
                            at.recover(level);
                            return;
                        }
                    }
                }
            }
            at.skip();
        });
        if (!reading.produced || !reading.schema) {
            marks.add(Mark.BARE_FACET);
        }
        if (reading.deleted) {
            deleted.add(key);
            return;
        }
        if (reading.refusal != null) {
            throw reading.refusal;
        }
        facet.end();
    }

    private static final class Reading {
        private boolean produced;
        private boolean schema;
        private boolean deleted;
        private @Nullable Refusal refusal;
    }
}
