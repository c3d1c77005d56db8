package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.Transformation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The facet {@code columnLineage}, the largest of all: read straight into sources, within the bounds. */
final class ColumnsFacet implements Facet {

    /** A source of a column; the empty field stands for the dataset as a whole. */
    private record Into(String field, ColumnLineage.Source source) {
        private static final Comparator<Into> ORDER =
                Comparator.comparing(Into::field).thenComparing(Into::source);
    }

    private final JsonCursor at;
    private final Bounds bounds;
    private final Consumer<ColumnLineage> told;
    private final Least<String> fields = new Least<>(Bounds.FIELDS, Comparator.naturalOrder());
    private final Least<Into> sources = new Least<>(Bounds.SOURCES, Into.ORDER);
    private final Least<ColumnLineage.Source> whole = new Least<>(Bounds.SOURCES, Comparator.naturalOrder());
    private boolean hasFields;

    ColumnsFacet(JsonCursor at, Bounds bounds, Consumer<ColumnLineage> told) {
        this.at = at;
        this.bounds = bounds;
        this.told = told;
    }

    @Override
    public void member(String name) {
        switch (name) {
            case "fields" -> {
                hasFields = true;
                at.members(this::field);
            }
            case "dataset" -> at.elements(() -> source(whole::add, Transformation.UNTOLD));
            default -> at.skip();
        }
    }

    private void field(String field) {
        fields.add(field);
        OlderWords words = new OlderWords();
        at.members(name -> {
            switch (name) {
                case "inputFields" -> words.read(field);
                case "transformationType" -> words.type = bounds.text(at.textOrEmpty());
                case "transformationDescription" -> words.description = bounds.text(at.textOrEmpty());
                default -> at.skip();
            }
        });
        words.end(field);
    }

    private void source(Consumer<ColumnLineage.Source> into, Transformation untold) {
        Told id = new Told(at);
        One one = new One();
        at.members(name -> {
            switch (name) {
                case "field" -> one.field = at.text();
                case "transformations" -> one.ways = Transformations.read(at, bounds);
                default -> {
                    if (!id.member(name)) {
                        at.skip();
                    }
                }
            }
        });
        if (one.field == null) {
            throw at.refusal("field", "is required");
        }
        ColumnRef column = new ColumnRef(id.dataset(), one.field);
        for (Transformation way : Transformations.orUntold(one.ways)) {
            into.accept(new ColumnLineage.Source(column, way.equals(Transformation.UNTOLD) ? untold : way));
        }
    }

    @Override
    public void end() {
        if (!hasFields) {
            throw at.refusal("fields", "is required");
        }
        Map<String, List<ColumnLineage.Source>> byField = new TreeMap<>();
        fields.kept().forEach(field -> byField.put(field, new ArrayList<>()));
        sources.kept()
                .forEach(s -> byField.computeIfAbsent(s.field(), f -> new ArrayList<>())
                        .add(s.source()));
        bounds.omitFields(fields.omitted());
        bounds.omitSources(sources.omitted() + whole.omitted());
        told.accept(new ColumnLineage(byField, whole.kept()));
    }

    private static final class One {
        private @Nullable String field;
        private List<Transformation> ways = List.of();
    }

    /** The words older producers put on the target column instead of on each source, perhaps after the sources. */
    private final class OlderWords {
        private String type = "";
        private String description = "";
        private final List<ColumnLineage.Source> untold = new ArrayList<>();
        private boolean sources;

        void read(String field) {
            sources = true;
            at.elements(() -> source(
                    s -> {
                        if (s.transformation().equals(Transformation.UNTOLD)) {
                            untold.add(s);
                        } else {
                            ColumnsFacet.this.sources.add(new Into(field, s));
                        }
                    },
                    Transformation.UNTOLD));
        }

        void end(String field) {
            if (!sources) {
                throw at.refusal("inputFields", "is required");
            }
            Transformation whole =
                    new Transformation("", type, description, type.equals("MASKED") ? Boolean.TRUE : null);
            for (ColumnLineage.Source source : untold) {
                ColumnsFacet.this.sources.add(new Into(field, new ColumnLineage.Source(source.column(), whole)));
            }
        }
    }
}
