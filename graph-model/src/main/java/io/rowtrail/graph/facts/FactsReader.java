package io.rowtrail.graph.facts;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.graph.facts.DatasetMention.Break;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import io.rowtrail.graph.facts.DatasetMention.SnapshotPin;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.DatasetMention.Subset;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import io.rowtrail.graph.facts.EventHeader.Omitted;
import io.rowtrail.graph.facts.JobMention.EmissionPattern;
import io.rowtrail.graph.facts.JobMention.JobType;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.JobDependency;
import io.rowtrail.graph.facts.RunFacts.NominalTime;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunFacts.RootRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Canonical trees to facts: the inverse of {@link FactsWriter}. */
final class FactsReader {

    private FactsReader() {}

    static EventFacts event(JsonNode in) {
        int version = in.path("v").asInt();
        if (version < 1 || version > FactsCodec.VERSION) {
            throw new IllegalArgumentException("facts of version " + in.path("v") + " are not known here");
        }
        EventHeader header = new EventHeader(
                Instant.parse(required(in, "eventTime")),
                in.path("producer").asText(""),
                list(in, "marks", m -> EventHeader.Mark.valueOf(m.asText())),
                part(
                        in,
                        "omitted",
                        o -> new Omitted(
                                o.path("datasets").asLong(),
                                o.path("fields").asLong(),
                                o.path("sources").asLong())));
        return switch (required(in, "kind")) {
            case "run" -> run(header, in);
            case "job" ->
                new JobFacts(
                        header,
                        job(in.path("job")),
                        list(in, "inputs", FactsReader::mention),
                        list(in, "outputs", FactsReader::mention));
            case "dataset" -> new DatasetFacts(header, mention(in.path("dataset")));
            default -> throw new IllegalArgumentException("facts of kind " + in.path("kind") + " are not known here");
        };
    }

    private static RunFacts run(EventHeader header, JsonNode in) {
        return new RunFacts(
                header,
                RunEventType.valueOf(required(in, "eventType")),
                new RunId(required(in, "run")),
                job(in.path("job")),
                part(in, "parent", FactsReader::parent),
                part(in, "nominal", n -> {
                    String end = text(n, "end");
                    return new NominalTime(
                            Instant.parse(required(n, "start")), end == null ? null : Instant.parse(end));
                }),
                in.path("failed").asBoolean(false),
                part(in, "code", c -> new CodeVersion(text(c, "deploy"), text(c, "job"), text(c, "schema"))),
                list(
                        in,
                        "dependencies",
                        d -> new JobDependency(
                                JobDependency.Side.valueOf(required(d, "side")),
                                jobId(d),
                                run(d),
                                d.path("type").asText(""))),
                list(in, "inputs", FactsReader::mention),
                list(in, "outputs", FactsReader::mention));
    }

    private static ParentRun parent(JsonNode in) {
        return new ParentRun(
                new RunId(required(in, "run")),
                jobId(in),
                part(in, "root", r -> new RootRun(new RunId(required(r, "run")), jobId(r))));
    }

    private static JobMention job(JsonNode in) {
        return new JobMention(
                jobId(in),
                part(in, "type", FactsReader::jobType),
                list(in, "lineage", FactsReader::explicit),
                list(in, "deletedFacets", JsonNode::asText));
    }

    static JobType jobType(JsonNode in) {
        return new JobType(
                required(in, "processing"),
                in.path("integration").asText(""),
                text(in, "kind"),
                part(
                        in,
                        "emission",
                        e -> new EmissionPattern(
                                required(e, "trigger"), required(e, "content"), number(e, "windowSeconds"))));
    }

    static DatasetMention mention(JsonNode in) {
        return new DatasetMention(
                datasetId(in),
                part(in, "schema", s -> new Schema(fields(s))),
                text(in, "version"),
                part(in, "columns", FactsReader::columns),
                list(in, "lineage", FactsReader::explicit),
                part(
                        in,
                        "lifecycle",
                        l -> new Lifecycle(
                                Lifecycle.Change.valueOf(required(l, "change")), l.has("name") ? datasetId(l) : null)),
                list(
                        in,
                        "symlinks",
                        s -> new Symlink(datasetId(s), s.path("type").asText(""))),
                part(in, "statistics", s -> new Statistics(number(s, "rows"), number(s, "bytes"), number(s, "files"))),
                part(in, "tags", FactsReader::tags),
                part(
                        in,
                        "snapshot",
                        s -> new SnapshotPin(
                                text(s, "snapshotId"), number(s, "completeThrough"), number(s, "sequence"))),
                part(
                        in,
                        "subset",
                        s -> new Subset(
                                required(s, "kind"),
                                list(s, "fields", JsonNode::asText),
                                s.path("parts").asInt())),
                list(in, "deletedFacets", JsonNode::asText));
    }

    private static RowTags tags(JsonNode in) {
        return new RowTags(
                number(in, "rows"),
                number(in, "tagged"),
                number(in, "exact"),
                number(in, "truncated"),
                number(in, "unknown"),
                number(in, "minOrdinal"),
                number(in, "maxOrdinal"),
                text(in, "guarantee"),
                list(in, "breaks", b -> new Break(required(b, "operator"), number(b, "rows"))));
    }

    private static List<Schema.Field> fields(JsonNode in) {
        List<Schema.Field> fields = new ArrayList<>();
        for (JsonNode field : in) {
            fields.add(new Schema.Field(required(field, "name"), text(field, "type"), fields(field.path("fields"))));
        }
        return fields;
    }

    private static ColumnLineage columns(JsonNode in) {
        Map<String, List<ColumnLineage.Source>> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : in.path("fields").properties()) {
            List<ColumnLineage.Source> sources = new ArrayList<>();
            field.getValue().forEach(s -> sources.add(source(s)));
            fields.put(field.getKey(), sources);
        }
        return new ColumnLineage(fields, list(in, "dataset", FactsReader::source));
    }

    private static ColumnLineage.Source source(JsonNode in) {
        return new ColumnLineage.Source(
                new ColumnRef(datasetId(in), in.path("field").asText()), transformation(in));
    }

    static Transformation transformation(JsonNode in) {
        return new Transformation(
                in.path("type").asText(""),
                in.path("subtype").asText(""),
                in.path("description").asText(""),
                in.has("masking") ? in.path("masking").asBoolean() : null);
    }

    private static ExplicitLineage explicit(JsonNode in) {
        return new ExplicitLineage(
                named(in, required(in, "target")),
                run(in),
                list(
                        in,
                        "sources",
                        s -> new ExplicitLineage.Source(
                                s.has("source") ? named(s, required(s, "source")) : null,
                                run(s),
                                s.path("targetField").asText(""),
                                transformation(s))));
    }

    private static @Nullable RunId run(JsonNode in) {
        String run = text(in, "run");
        return run == null ? null : new RunId(run);
    }

    private static NodeId named(JsonNode in, String kind) {
        if (kind.equals("job")) {
            return jobId(in);
        }
        String field = text(in, "field");
        return field == null ? datasetId(in) : new ColumnRef(datasetId(in), field);
    }

    private static DatasetId datasetId(JsonNode in) {
        return new DatasetId(required(in, "namespace"), required(in, "name"));
    }

    private static JobId jobId(JsonNode in) {
        return new JobId(required(in, "namespace"), required(in, "name"));
    }

    private static String required(JsonNode in, String member) {
        String text = text(in, member);
        if (text == null) {
            throw new IllegalArgumentException("facts lack " + member);
        }
        return text;
    }

    private static @Nullable String text(JsonNode in, String member) {
        JsonNode node = in.get(member);
        return node == null ? null : node.asText();
    }

    private static @Nullable Long number(JsonNode in, String member) {
        JsonNode node = in.get(member);
        return node == null ? null : Long.valueOf(node.asText());
    }

    private static <T> @Nullable T part(JsonNode in, String member, Function<JsonNode, T> form) {
        JsonNode node = in.get(member);
        return node == null ? null : form.apply(node);
    }

    private static <T> List<T> list(JsonNode in, String member, Function<JsonNode, T> form) {
        List<T> values = new ArrayList<>();
        in.path(member).forEach(node -> values.add(form.apply(node)));
        return values;
    }
}
