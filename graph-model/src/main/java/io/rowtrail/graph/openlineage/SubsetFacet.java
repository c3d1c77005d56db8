package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.DatasetMention.Subset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The facet {@code subset} of an input or output: what its condition speaks of, never the values in it. */
final class SubsetFacet implements Facet {

    private static final int MOST_FIELDS = 200;

    private final JsonCursor at;
    private final Consumer<Subset> told;
    private @Nullable Subset subset;

    SubsetFacet(JsonCursor at, Consumer<Subset> told) {
        this.at = at;
        this.told = told;
    }

    @Override
    public void member(String name) {
        if (name.equals("inputCondition") || name.equals("outputCondition")) {
            Condition condition = new Condition();
            String kind = condition.read();
            subset = new Subset(kind, condition.fields, condition.parts);
        } else {
            at.skip();
        }
    }

    @Override
    public void end() {
        if (subset == null) {
            throw at.refusal("is neither an inputCondition nor an outputCondition");
        }
        told.accept(subset);
    }

    private final class Condition {

        private final List<String> fields = new ArrayList<>();
        private int parts;

        /** Reads a condition and those within it; returns its kind. */
        String read() {
            String[] kind = {null};
            at.members(name -> {
                switch (name) {
                    case "type" -> kind[0] = kind();
                    case "locations" -> at.elements(this::part);
                    case "partitions" ->
                        at.elements(() -> at.members(member -> {
                            if (member.equals("dimensions")) {
                                parts++;
                                at.members(dimension -> {
                                    field(dimension);
                                    at.skip();
                                });
                            } else {
                                at.skip();
                            }
                        }));
                    case "field" -> field(at.text());
                    case "left", "right" -> read();
                    default -> at.skip();
                }
            });
            if (kind[0] == null) {
                throw at.refusal("type", "is required");
            }
            if (kind[0].equals("compare")) {
                parts++;
            }
            return kind[0];
        }

        private String kind() {
            String kind = at.text();
            return switch (kind) {
                case "location", "partition", "compare", "binary", "field", "literal" -> kind;
                default -> throw at.refusal("must be location, partition, compare or binary");
            };
        }

        private void part() {
            parts++;
            at.text();
        }

        private void field(String name) {
            if (fields.size() < MOST_FIELDS) {
                fields.add(name);
            }
        }
    }
}
