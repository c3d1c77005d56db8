package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.RunState;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers' JSON, as records: Marquez's members first, ours after them. Times are RFC 3339 by Jackson. */
final class Shapes {
    private Shapes() {}

    /** A name in a namespace. */
    record Name(String namespace, String name) {
        static Name of(DatasetId id) {
            return new Name(id.namespace(), id.name());
        }

        static Name of(JobId id) {
            return new Name(id.namespace(), id.name());
        }
    }

    /** A column of a dataset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Field(String name, @Nullable String type, List<String> tags) {
        static List<Field> of(@Nullable Schema schema) {
            return schema == null
                    ? List.of()
                    : schema.fields().stream()
                            .map(field -> new Field(field.name(), field.type(), List.of()))
                            .toList();
        }
    }

    /** A dataset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
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
            @Nullable String lastLifecycleState,
            List<Name> symlinks) {
        static Dataset of(DatasetView view) {
            DatasetId id = view.id();
            return new Dataset(
                    Name.of(id),
                    "DB_TABLE",
                    id.name(),
                    id.name(),
                    view.firstSeen(),
                    view.lastSeen(),
                    id.namespace(),
                    id.namespace(),
                    Field.of(view.schema()),
                    List.of(),
                    view.lifecycle() == null ? null : view.lifecycle().change().name(),
                    view.symlinks().stream().map(link -> Name.of(link.id())).toList());
        }
    }

    /** A version of a dataset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Version(
            Name id,
            String type,
            String name,
            String namespace,
            String version,
            Instant createdAt,
            List<Field> fields,
            String createdByRun,
            String effect,
            DatasetMention.@Nullable Statistics statistics,
            DatasetMention.@Nullable RowTags rowTags,
            @Nullable String snapshotId,
            List<String> evidence) {
        static Version of(VersionView view) {
            DatasetId id = view.dataset();
            return new Version(
                    Name.of(id),
                    "DB_TABLE",
                    id.name(),
                    id.namespace(),
                    view.version(),
                    view.time(),
                    Field.of(view.schema()),
                    view.run().uuid(),
                    view.effect().wire(),
                    view.statistics(),
                    view.tags(),
                    view.snapshot() == null ? null : view.snapshot().snapshotId(),
                    entries(view.evidence()));
        }
    }

    /** A job. */
    record Job(
            Name id,
            String type,
            String name,
            String simpleName,
            Instant createdAt,
            Instant updatedAt,
            String namespace,
            List<Name> inputs,
            List<Name> outputs) {
        static Job of(JobView view) {
            JobId id = view.id();
            return new Job(
                    Name.of(id),
                    view.type() == null ? "BATCH" : view.type().processing(),
                    id.name(),
                    id.name().substring(id.name().lastIndexOf('.') + 1),
                    view.firstSeen(),
                    view.lastSeen(),
                    id.namespace(),
                    view.inputs().stream().map(Name::of).toList(),
                    view.outputs().stream().map(Name::of).toList());
        }
    }

    /** A run. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Run(
            String id,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant nominalStartTime,
            @Nullable Instant nominalEndTime,
            String state,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Long durationMs,
            Name job,
            List<Name> inputs,
            List<Name> outputs,
            boolean conflict,
            boolean incompleteLifecycle,
            @Nullable String parentRun,
            @Nullable CodeVersion codeVersion,
            String effect,
            List<String> evidence) {
        static Run of(RunView view) {
            Instant ended = view.endedAt();
            return new Run(
                    view.id().uuid(),
                    view.startedAt(),
                    ended == null ? view.startedAt() : ended,
                    view.nominal() == null ? null : view.nominal().start(),
                    view.nominal() == null ? null : view.nominal().end(),
                    state(view.state()),
                    view.startedAt(),
                    ended,
                    ended == null
                            ? null
                            : Duration.between(view.startedAt(), ended).toMillis(),
                    Name.of(view.job()),
                    view.inputs().stream().map(mention -> Name.of(mention.id())).toList(),
                    view.outputs().stream()
                            .map(mention -> Name.of(mention.id()))
                            .toList(),
                    view.conflict(),
                    view.incompleteLifecycle(),
                    view.parent() == null ? null : view.parent().run().uuid(),
                    view.code(),
                    view.effect().wire(),
                    entries(view.evidence()));
        }

        private static String state(RunState state) {
            return switch (state) {
                case RUNNING -> "RUNNING";
                case COMPLETE -> "COMPLETED";
                case ABORT -> "ABORTED";
                case FAIL -> "FAILED";
            };
        }
    }

    /** An edge between nodes, with what is known of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Edge(
            String origin,
            String destination,
            String effect,
            Instant validFrom,
            @Nullable Instant validTo,
            List<String> evidence) {
        static Edge of(String origin, String destination, EdgeFacts facts) {
            return new Edge(
                    origin,
                    destination,
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
