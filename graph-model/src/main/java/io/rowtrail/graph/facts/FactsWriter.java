package io.rowtrail.graph.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.facts.JobMention.EmissionPattern;
import io.rowtrail.graph.facts.JobMention.JobType;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Facts to canonical trees. The order of the statements is the order of the members, and part of the form. */
final class FactsWriter {

    private FactsWriter() {}

    static ObjectNode event(EventFacts facts) {
        return event(facts, FactsWriter::mention);
    }

    /** @param mention the form of a dataset that is mentioned */
    static ObjectNode event(EventFacts facts, Function<DatasetMention, JsonNode> mention) {
        ObjectNode out = object();
        out.put("v", 1);
        if (facts instanceof RunFacts run) {
            out.put("kind", "run");
            header(out, run.header());
            out.put("eventType", run.type().name());
            out.put("run", run.run().uuid());
            out.set("job", job(run.job()));
            set(out, "parent", run.parent(), FactsWriter::parent);
            set(out, "nominal", run.nominal(), n -> {
                ObjectNode node = object().put("start", n.start().toString());
                return n.end() == null ? node : node.put("end", n.end().toString());
            });
            if (run.failed()) {
                out.put("failed", true);
            }
            set(out, "code", run.code(), FactsWriter::code);
            list(out, "dependencies", run.dependencies(), FactsWriter::dependency);
            list(out, "inputs", run.inputs(), mention);
            list(out, "outputs", run.outputs(), mention);
        } else if (facts instanceof JobFacts job) {
            out.put("kind", "job");
            header(out, job.header());
            out.set("job", job(job.job()));
            list(out, "inputs", job.inputs(), mention);
            list(out, "outputs", job.outputs(), mention);
        } else if (facts instanceof DatasetFacts dataset) {
            out.put("kind", "dataset");
            header(out, dataset.header());
            out.set("dataset", mention.apply(dataset.dataset()));
        }
        if (FactsVersion.of(facts) > 1) {
            out.put("v", FactsVersion.of(facts));
        }
        return out;
    }

    private static void header(ObjectNode out, EventHeader header) {
        out.put("eventTime", header.eventTime().toString());
        text(out, "producer", header.producer());
        list(out, "marks", header.marks(), m -> JsonNodeFactory.instance.textNode(m.name()));
        set(out, "omitted", header.omitted(), o -> {
            ObjectNode node = object();
            number(node, "datasets", o.datasets());
            number(node, "fields", o.fields());
            number(node, "sources", o.sources());
            return node;
        });
    }

    private static ObjectNode dependency(RunFacts.JobDependency dependency) {
        ObjectNode out = object();
        out.put("side", dependency.side().name());
        out.put("namespace", dependency.job().namespace());
        out.put("name", dependency.job().name());
        if (dependency.run() != null) {
            out.put("run", dependency.run().uuid());
        }
        text(out, "type", dependency.type());
        return out;
    }

    private static ObjectNode job(JobMention job) {
        ObjectNode out = object();
        out.put("namespace", job.id().namespace());
        out.put("name", job.id().name());
        set(out, "type", job.type(), FactsWriter::jobType);
        list(out, "lineage", job.lineage(), FactsWriter::explicit);
        list(out, "deletedFacets", job.deletedFacets(), JsonNodeFactory.instance::textNode);
        return out;
    }

    static ObjectNode jobType(JobType type) {
        ObjectNode out = object();
        out.put("processing", type.processing());
        text(out, "integration", type.integration());
        text(out, "kind", type.kind());
        EmissionPattern emission = type.emission();
        if (emission != null) {
            ObjectNode node = out.putObject("emission");
            node.put("trigger", emission.trigger());
            node.put("content", emission.content());
            number(node, "windowSeconds", emission.windowSeconds());
        }
        return out;
    }

    private static ObjectNode parent(ParentRun parent) {
        ObjectNode out = object();
        out.put("run", parent.run().uuid());
        out.put("namespace", parent.job().namespace());
        out.put("name", parent.job().name());
        set(
                out,
                "root",
                parent.root(),
                root -> object().put("run", root.run().uuid())
                        .put("namespace", root.job().namespace())
                        .put("name", root.job().name()));
        return out;
    }

    private static ObjectNode code(CodeVersion code) {
        ObjectNode out = object();
        text(out, "deploy", code.deploy());
        text(out, "job", code.job());
        text(out, "schema", code.schema());
        return out;
    }

    static ObjectNode mention(DatasetMention mention) {
        ObjectNode out = object();
        out.put("namespace", mention.id().namespace());
        out.put("name", mention.id().name());
        set(out, "schema", mention.schema(), FactsWriter::schema);
        text(out, "version", mention.version());
        set(out, "columns", mention.columns(), FactsWriter::columns);
        list(out, "lineage", mention.lineage(), FactsWriter::explicit);
        set(out, "lifecycle", mention.lifecycle(), l -> {
            ObjectNode node = object().put("change", l.change().name());
            return l.previous() == null ? node : node.setAll(dataset(l.previous()));
        });
        list(out, "symlinks", mention.symlinks(), s -> dataset(s.id()).put("type", s.type()));
        set(out, "statistics", mention.statistics(), s -> {
            ObjectNode node = object();
            number(node, "rows", s.rows());
            number(node, "bytes", s.bytes());
            number(node, "files", s.files());
            return node;
        });
        set(out, "tags", mention.tags(), t -> {
            ObjectNode node = object();
            number(node, "rows", t.rows());
            number(node, "tagged", t.tagged());
            number(node, "exact", t.exact());
            number(node, "truncated", t.truncated());
            number(node, "unknown", t.unknown());
            number(node, "minOrdinal", t.minOrdinal());
            number(node, "maxOrdinal", t.maxOrdinal());
            text(node, "guarantee", t.guarantee());
            list(node, "breaks", t.breaks(), b -> {
                ObjectNode item = object().put("operator", b.operator());
                number(item, "rows", b.rows());
                return item;
            });
            return node;
        });
        set(out, "snapshot", mention.snapshot(), s -> {
            ObjectNode node = object();
            text(node, "snapshotId", s.snapshotId());
            number(node, "completeThrough", s.completeThrough());
            number(node, "sequence", s.sequence());
            return node;
        });
        set(out, "subset", mention.subset(), s -> {
            ObjectNode node = object().put("kind", s.kind());
            list(node, "fields", s.fields(), JsonNodeFactory.instance::textNode);
            return node.put("parts", s.parts());
        });
        list(out, "deletedFacets", mention.deletedFacets(), JsonNodeFactory.instance::textNode);
        return out;
    }

    static ArrayNode schema(Schema schema) {
        return fields(schema.fields());
    }

    private static ArrayNode fields(List<Schema.Field> fields) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        for (Schema.Field field : fields) {
            ObjectNode node = out.addObject().put("name", field.name());
            text(node, "type", field.type());
            if (!field.fields().isEmpty()) {
                node.set("fields", fields(field.fields()));
            }
        }
        return out;
    }

    private static ObjectNode columns(ColumnLineage columns) {
        ObjectNode out = object();
        ObjectNode fields = out.putObject("fields");
        columns.fields().forEach((field, sources) -> {
            ArrayNode array = fields.putArray(field);
            sources.forEach(s -> array.add(source(s)));
        });
        list(out, "dataset", columns.dataset(), FactsWriter::source);
        return out;
    }

    private static ObjectNode source(ColumnLineage.Source source) {
        ObjectNode out = dataset(source.column().dataset());
        out.put("field", source.column().field());
        out.setAll(transformation(source.transformation()));
        return out;
    }

    static ObjectNode transformation(Transformation transformation) {
        ObjectNode out = object();
        text(out, "type", transformation.type());
        text(out, "subtype", transformation.subtype());
        text(out, "description", transformation.description());
        if (transformation.masking() != null) {
            out.put("masking", transformation.masking());
        }
        return out;
    }

    private static ObjectNode explicit(ExplicitLineage lineage) {
        ObjectNode out = object();
        out.put("target", lineage.target() instanceof JobId ? "job" : "dataset");
        out.setAll(named(lineage.target()));
        if (lineage.run() != null) {
            out.put("run", lineage.run().uuid());
        }
        list(out, "sources", lineage.sources(), s -> {
            ObjectNode node = object();
            NodeId from = s.node();
            if (from != null) {
                node.put("source", from instanceof JobId ? "job" : "dataset");
                node.setAll(named(from));
            }
            if (s.run() != null) {
                node.put("run", s.run().uuid());
            }
            text(node, "targetField", s.targetField());
            node.setAll(transformation(s.transformation()));
            return node;
        });
        return out;
    }

    private static ObjectNode named(NodeId node) {
        if (node instanceof JobId job) {
            return object().put("namespace", job.namespace()).put("name", job.name());
        }
        if (node instanceof ColumnRef column) {
            return dataset(column.dataset()).put("field", column.field());
        }
        if (node instanceof DatasetId dataset) {
            return dataset(dataset);
        }
        throw new IllegalArgumentException("a run is no end of explicit lineage");
    }

    private static ObjectNode dataset(DatasetId id) {
        return object().put("namespace", id.namespace()).put("name", id.name());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void text(ObjectNode out, String member, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            out.put(member, text);
        }
    }

    private static void number(ObjectNode out, String member, @Nullable Long number) {
        if (number != null) {
            out.put(member, Long.toString(number));
        }
    }

    private static <T> void set(ObjectNode out, String member, @Nullable T value, Function<T, JsonNode> form) {
        if (value != null) {
            out.set(member, form.apply(value));
        }
    }

    private static <T> void list(ObjectNode out, String member, List<T> values, Function<T, JsonNode> form) {
        if (!values.isEmpty()) {
            ArrayNode array = out.putArray(member);
            values.forEach(value -> array.add(form.apply(value)));
        }
    }
}
