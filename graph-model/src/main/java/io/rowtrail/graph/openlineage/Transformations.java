package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.Transformation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how a source goes in. */
final class Transformations {

    private Transformations() {}

    /** Reads an array of transformations. */
    static List<Transformation> read(JsonCursor at, Bounds bounds) {
        return at.list(() -> {
            One one = new One();
            at.members(name -> {
                switch (name) {
                    case "type" -> one.type = bounds.text(at.text());
                    case "subtype" -> one.subtype = bounds.text(at.textOrEmpty());
                    case "description" -> one.description = bounds.text(at.textOrEmpty());
                    case "masking" -> one.masking = at.booleanOrNull();
                    default -> at.skip();
                }
            });
            if (one.type == null) {
                throw at.refusal("type", "is required");
            }
            return new Transformation(one.type, one.subtype, one.description, one.masking);
        });
    }

    /** Returns at least one way: the untold one when nothing is said. */
    static List<Transformation> orUntold(List<Transformation> ways) {
        return ways.isEmpty() ? List.of(Transformation.UNTOLD) : ways;
    }

    private static final class One {
        private @Nullable String type;
        private String subtype = "";
        private String description = "";
        private @Nullable Boolean masking;
    }
}
