package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lifetime;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answers' JSON, as records: Marquez's members first, ours after them. Times are RFC 3339 by Jackson. */
final class Shapes {
    /** The caveat of what has rival logical names. */
    static final String AMBIGUOUS = "ambiguousAlias";

    private Shapes() {}

    /** A name in a namespace. */
    record Name(String namespace, String name) {
        static Name of(DatasetId id) {
            return new Name(id.namespace(), id.name());
        }

        static List<Name> of(List<NodeId> ids) {
            List<Name> names = new ArrayList<>();
            for (NodeId id : ids) {
                if (id instanceof DatasetId dataset) {
                    names.add(of(dataset));
                }
            }
            return names;
        }

        static Name of(JobId id) {
            return new Name(id.namespace(), id.name());
        }
    }

    /** A column of a dataset. */
    record Field(
            String name,
            @Nullable String type,
            List<String> tags,
            @Nullable String description) {
        static List<Field> of(@Nullable Schema schema) {
            return schema == null
                    ? List.of()
                    : schema.fields().stream()
                            .map(field -> new Field(field.name(), field.type(), List.of(), null))
                            .toList();
        }
    }

    /** A dataset. */
    record Dataset(
            Name id,
            String type,
            String name,
            String physicalName,
            Instant createdAt,
            Instant updatedAt,
            String namespace,
            String sourceName,
            List<Field> fields,
            List<String> tags,
            @Nullable Instant lastModifiedAt,
            @Nullable String lastLifecycleState,
            @Nullable String description,
            @Nullable UUID currentVersion,
            @Nullable List<String> columnLineage,
            Map<String, Object> facets,
            boolean deleted,
            List<Name> symlinks,
            List<NameShapes.OtherName> names,
            List<String> caveats) {
        static Dataset of(DatasetView view) {
            Lifecycle.Change change =
                    view.lifecycle() == null ? null : view.lifecycle().change();
            return of(
                    view.id(),
                    new Lifetime(view.firstSeen(), view.lastSeen()),
                    Field.of(view.schema()),
                    change,
                    view.symlinks().stream().map(link -> Name.of(link.id())).toList());
        }

        /** With its other names, which lists and graphs leave out. */
        Dataset with(List<NameShapes.OtherName> others) {
            boolean ambiguous = others.stream().anyMatch(NameShapes.OtherName::ambiguous);
            return new Dataset(
                    id,
                    type,
                    name,
                    physicalName,
                    createdAt,
                    updatedAt,
                    namespace,
                    sourceName,
                    fields,
                    tags,
                    lastModifiedAt,
                    lastLifecycleState,
                    description,
                    currentVersion,
                    columnLineage,
                    facets,
                    deleted,
                    symlinks,
                    others,
                    ambiguous ? List.of(AMBIGUOUS) : List.of());
        }

        /** Its name and times alone. */
        static Dataset brief(DatasetId id, Lifetime lifetime) {
            return of(id, lifetime, List.of(), null, List.of());
        }

        private static Dataset of(
                DatasetId id,
                Lifetime lifetime,
                List<Field> fields,
                Lifecycle.@Nullable Change change,
                List<Name> symlinks) {
            return new Dataset(
                    Name.of(id),
                    type(id),
                    id.name(),
                    id.name(),
                    lifetime.firstSeen(),
                    lifetime.lastSeen(),
                    id.namespace(),
                    id.namespace(),
                    fields,
                    List.of(),
                    lifetime.lastSeen(),
                    change == null ? null : change.name(),
                    null,
                    null,
                    null,
                    Map.of(),
                    change == Lifecycle.Change.DROP,
                    symlinks,
                    List.of(),
                    List.of());
        }

        /** A topic is a stream; everything else is shown as a table. */
        static String type(DatasetId id) {
            String scheme = id.namespace();
            return scheme.startsWith("kafka:") || scheme.startsWith("pubsub") || scheme.startsWith("kinesis:")
                    ? "STREAM"
                    : "DB_TABLE";
        }
    }

    /** A job. */
    record Job(
            Name id,
            String type,
            String name,
            String simpleName,
            @Nullable String parentJobName,
            @Nullable UUID parentJobUuid,
            Instant createdAt,
            Instant updatedAt,
            String namespace,
            List<Name> inputs,
            List<Name> outputs,
            @Nullable String location,
            @Nullable String description,
            RunShapes.@Nullable Run latestRun,
            List<RunShapes.Run> latestRuns,
            Map<String, Object> facets,
            @Nullable UUID currentVersion,
            List<String> tags,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int hidden,
            List<Edge> links) {
        static Job of(JobView view, @Nullable RunView latest) {
            RunShapes.Run run = latest == null ? null : RunShapes.Run.of(latest);
            return of(
                    view.id(),
                    view.type() == null ? "BATCH" : view.type().processing(),
                    new Lifetime(view.firstSeen(), view.lastSeen()),
                    view.inputs().stream().map(Name::of).toList(),
                    view.outputs().stream().map(Name::of).toList(),
                    run,
                    view.hidden());
        }

        /** With its links to other jobs, which lists and graphs leave out. */
        Job with(List<JobLink> others) {
            String parent = others.stream()
                    .filter(link ->
                            link.kind() == JobLink.Kind.PARENT && link.to().equals(new JobId(namespace, name)))
                    .map(link -> link.from().name())
                    .findFirst()
                    .orElse(null);
            return new Job(
                    id,
                    type,
                    name,
                    simpleName,
                    parent,
                    parentJobUuid,
                    createdAt,
                    updatedAt,
                    namespace,
                    inputs,
                    outputs,
                    location,
                    description,
                    latestRun,
                    latestRuns,
                    facets,
                    currentVersion,
                    tags,
                    hidden,
                    NameShapes.edges(others));
        }

        /** Its name, its times and what the answer's edges tell of it. */
        static Job brief(JobId id, Lifetime lifetime, GraphAnswer.Edges edges) {
            return of(id, "BATCH", lifetime, Name.of(edges.sources(id)), Name.of(edges.targets(id)), null, 0);
        }

        /** Marquez knows three types; a job that says NONE or nothing is taken for a batch. */
        private static String type(String processing) {
            return switch (processing) {
                case "STREAMING" -> "STREAM";
                case "SERVICE" -> "SERVICE";
                default -> "BATCH";
            };
        }

        private static Job of(
                JobId id,
                String processing,
                Lifetime lifetime,
                List<Name> inputs,
                List<Name> outputs,
                RunShapes.@Nullable Run latest,
                int hidden) {
            return new Job(
                    Name.of(id),
                    type(processing),
                    id.name(),
                    id.name().substring(id.name().lastIndexOf('.') + 1),
                    null,
                    null,
                    lifetime.firstSeen(),
                    lifetime.lastSeen(),
                    id.namespace(),
                    inputs,
                    outputs,
                    null,
                    null,
                    latest,
                    latest == null ? List.of() : List.of(latest),
                    Map.of(),
                    latest == null ? null : UUID.fromString(latest.jobVersion().version()),
                    List.of(),
                    hidden,
                    List.of());
        }
    }

    /**
     * An edge between nodes, with what is known of it.
     *
     * @param kind {@code READ}, {@code WRITE}, {@code FLOW}, {@code LINK}, {@code ALIAS}, {@code RENAME} or {@code DERIVE}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonSerialize(using = EdgeJson.class)
    record Edge(
            String origin,
            String destination,
            String kind,
            String effect,
            Instant validFrom,
            @Nullable Instant validTo,
            List<String> evidence) {
        static Edge of(String origin, String destination, String kind, EdgeFacts facts) {
            return new Edge(
                    origin,
                    destination,
                    kind,
                    facts.effect().wire(),
                    facts.validFrom(),
                    facts.validTo(),
                    entries(facts.evidence()));
        }
    }

    /** A column edge on its own. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Mapping(
            String from,
            String to,
            String type,
            String subtype,
            String description,
            @Nullable Boolean masking) {
        static Mapping of(ColumnEdge edge) {
            return new Mapping(
                    edge.from().nodeId(),
                    edge.to().nodeId(),
                    edge.transformation().type(),
                    edge.transformation().subtype(),
                    edge.transformation().description(),
                    edge.transformation().masking());
        }
    }

    static List<String> entries(List<EntryRef> evidence) {
        return evidence.stream().map(EntryRef::toString).toList();
    }
}
