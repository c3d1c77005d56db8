package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The facet {@code schema}: the first columns of a schema that has more than facts may hold. */
final class SchemaFacet implements Facet {

    private final JsonCursor at;
    private final Bounds bounds;
    private final Consumer<Schema> told;
    private @Nullable List<Schema.Field> fields;
    private int kept;
    private long omitted;

    SchemaFacet(JsonCursor at, Bounds bounds, Consumer<Schema> told) {
        this.at = at;
        this.bounds = bounds;
        this.told = told;
    }

    @Override
    public void member(String name) {
        if (name.equals("fields")) {
            fields = fields();
        } else {
            at.skip();
        }
    }

    private List<Schema.Field> fields() {
        List<Schema.Field> read = new ArrayList<>();
        at.elements(() -> {
            if (kept == Bounds.FIELDS) {
                omitted++;
                at.requireObject();
                at.skip();
                return;
            }
            kept++;
            read.add(field());
        });
        return read;
    }

    private Schema.Field field() {
        One one = new One();
        at.members(name -> {
            switch (name) {
                case "name" -> one.name = at.text();
                case "type" -> {
                    String type = at.textOrNull();
                    one.type = type == null ? null : bounds.text(type);
                }
                case "fields" -> one.fields = fields();
                default -> at.skip();
            }
        });
        if (one.name == null) {
            throw at.refusal("name", "is required");
        }
        return new Schema.Field(one.name, one.type, one.fields);
    }

    @Override
    public void end() {
        if (fields != null) {
            bounds.omitFields(omitted);
            told.accept(new Schema(fields));
        }
    }

    private static final class One {
        private @Nullable String name;
        private @Nullable String type;
        private List<Schema.Field> fields = List.of();
    }
}
