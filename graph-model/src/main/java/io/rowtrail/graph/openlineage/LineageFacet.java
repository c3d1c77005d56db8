package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.Transformation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The {@code lineage} facets: of a job, with entries for any target, and of a dataset, for itself. */
final class LineageFacet {

    private LineageFacet() {}

    /** The facet of a job; the entries wait for the job's name. */
    static Facet ofJob(JsonCursor at, Bounds bounds, Consumer<List<Entry>> told) {
        List<Entry> entries = new ArrayList<>();
        boolean[] seen = {false};
        return new Facet() {
            @Override
            public void member(String name) {
                if (name.equals("entries")) {
                    seen[0] = true;
                    at.elements(() -> entries.add(entry(at, bounds)));
                } else {
                    at.skip();
                }
            }

            @Override
            public void end() {
                if (!seen[0]) {
                    throw at.refusal("entries", "is required");
                }
                told.accept(entries);
            }
        };
    }

    /** The facet of a dataset; its sources wait for the dataset's name. */
    static Facet ofDataset(JsonCursor at, Bounds bounds, Consumer<List<ExplicitLineage.Source>> told) {
        Sources sources = new Sources(at, bounds);
        return new Facet() {
            @Override
            public void member(String name) {
                if (!sources.member(name)) {
                    at.skip();
                }
            }

            @Override
            public void end() {
                told.accept(sources.all());
            }
        };
    }

    /**
     * One entry of a job.
     *
     * @param target null for the job itself
     */
    record Entry(
            @Nullable NodeId target,
            io.rowtrail.graph.facts.@Nullable RunId run,
            List<ExplicitLineage.Source> sources) {
        ExplicitLineage of(JobId self) {
            return new ExplicitLineage(target == null ? self : target, run, sources);
        }
    }

    private static Entry entry(JsonCursor at, Bounds bounds) {
        Told id = new Told(at);
        Sources sources = new Sources(at, bounds);
        String[] type = {null};
        at.members(name -> {
            if (name.equals("type")) {
                type[0] = type(at);
            } else if (!id.member(name) && !sources.member(name)) {
                at.skip();
            }
        });
        if (type[0] == null) {
            throw at.refusal("type", "is required");
        }
        if (type[0].equals("DATASET")) {
            return new Entry(id.dataset(), null, sources.all());
        }
        return new Entry(id.hasNamespace() ? id.job() : null, id.runOrNull(), sources.all());
    }

    private static String type(JsonCursor at) {
        String type = at.text();
        if (!type.equals("DATASET") && !type.equals("JOB")) {
            throw at.refusal("must be DATASET or JOB");
        }
        return type;
    }

    /** The sources of one target: {@code inputs} for the whole of it, {@code fields} for its columns. */
    private static final class Sources {

        private final JsonCursor at;
        private final Bounds bounds;
        private final Least<ExplicitLineage.Source> kept = new Least<>(Bounds.SOURCES, Comparator.naturalOrder());

        Sources(JsonCursor at, Bounds bounds) {
            this.at = at;
            this.bounds = bounds;
        }

        boolean member(String name) {
            switch (name) {
                case "inputs" -> at.elements(() -> source(""));
                case "fields" ->
                    at.members(field -> at.members(name2 -> {
                        if (name2.equals("inputs")) {
                            at.elements(() -> source(field));
                        } else {
                            at.skip();
                        }
                    }));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void source(String targetField) {
            Told id = new Told(at);
            One one = new One();
            at.members(name -> {
                switch (name) {
                    case "type" -> one.type = type(at);
                    case "field" -> one.field = at.textOrEmpty();
                    case "transformations" -> one.ways = Transformations.read(at, bounds);
                    default -> {
                        if (!id.member(name)) {
                            at.skip();
                        }
                    }
                }
            });
            NodeId node = node(one, id);
            for (Transformation way : Transformations.orUntold(one.ways)) {
                kept.add(new ExplicitLineage.Source(node, id.runOrNull(), targetField, way));
            }
        }

        private @Nullable NodeId node(One one, Told id) {
            if (one.type == null) {
                throw at.refusal("type", "is required");
            }
            if (one.type.equals("JOB")) {
                return id.hasNamespace() ? id.job() : null;
            }
            DatasetId dataset = id.dataset();
            return one.field.isEmpty() ? dataset : new ColumnRef(dataset, one.field);
        }

        List<ExplicitLineage.Source> all() {
            bounds.omitSources(kept.omitted());
            return kept.kept();
        }
    }

    private static final class One {
        private @Nullable String type;
        private String field = "";
        private List<Transformation> ways = List.of();
    }
}
