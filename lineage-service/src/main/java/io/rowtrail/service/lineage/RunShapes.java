package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.RunState;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs and what they read and wrote, in Marquez's shape; members of ours after its. */
final class RunShapes {
    private RunShapes() {}

    /** The name of a version in Marquez's form, where versions are UUIDs. */
    record VersionName(String namespace, String name, String version) {
        static VersionName of(DatasetId id, String version) {
            return new VersionName(id.namespace(), id.name(), uuid(id.nodeId() + '#', version));
        }

        /** A version that is no UUID is given the one made from its name. */
        private static String uuid(String of, String version) {
            try {
                return UUID.fromString(version).toString();
            } catch (IllegalArgumentException e) {
                return UUID.nameUUIDFromBytes((of + version).getBytes(StandardCharsets.UTF_8))
                        .toString();
            }
        }

        /** A version in words that do not hold those it is named by. */
        static VersionName veiled(DatasetId id, String version) {
            String made = id.nodeId() + '#' + version;
            return new VersionName(
                    id.namespace(),
                    id.name(),
                    UUID.nameUUIDFromBytes(made.getBytes(StandardCharsets.UTF_8))
                            .toString());
        }

        /** The version of a job is what it read and wrote and from which code. */
        static VersionName of(RunView run) {
            String made = run.job().nodeId() + names(run.inputs()) + '>' + names(run.outputs()) + run.code();
            return new VersionName(run.job().namespace(), run.job().name(), uuid("", made));
        }

        private static String names(List<DatasetMention> mentions) {
            return mentions.stream().map(m -> m.id().nodeId()).sorted().toList().toString();
        }
    }

    /** A version of a dataset. */
    record Version(
            VersionName id,
            String type,
            String name,
            String physicalName,
            String namespace,
            String sourceName,
            String version,
            Instant createdAt,
            List<Shapes.Field> fields,
            List<String> tags,
            @Nullable String description,
            @Nullable String lifecycleState,
            @Nullable Run createdByRun,
            Map<String, Object> facets,
            String effect,
            DatasetMention.@Nullable Statistics statistics,
            DatasetMention.@Nullable RowTags rowTags,
            @Nullable String snapshotId,
            List<String> evidence) {
        /** @param run that wrote it; null when the asker may not know of it, and then nothing here names it */
        static Version of(VersionView view, @Nullable RunView run) {
            DatasetId id = view.dataset();
            VersionName name = name(view, run);
            boolean byRun = view.version().equals(view.run().uuid());
            return new Version(
                    name,
                    Shapes.Dataset.type(id),
                    id.name(),
                    id.name(),
                    id.namespace(),
                    id.namespace(),
                    run == null && byRun ? name.version() : view.version(),
                    view.time(),
                    Shapes.Field.of(view.schema()),
                    List.of(),
                    null,
                    null,
                    run == null ? null : Run.of(run),
                    Map.of(),
                    view.effect().wire(),
                    view.statistics(),
                    view.tags(),
                    view.snapshot() == null ? null : view.snapshot().snapshotId(),
                    run == null ? List.of() : Shapes.entries(view.evidence()));
        }

        /** What the version is called; one called by a run that is not shown is called otherwise. */
        static VersionName name(VersionView view, @Nullable RunView run) {
            return run == null && view.version().equals(view.run().uuid())
                    ? VersionName.veiled(view.dataset(), view.version())
                    : VersionName.of(view.dataset(), view.version());
        }
    }

    /** A version of a dataset that a run read or wrote. */
    record DatasetVersionOfRun(VersionName datasetVersionId, Map<String, Object> facets) {
        static List<DatasetVersionOfRun> of(List<DatasetMention> mentions, RunView run) {
            return mentions.stream()
                    .map(m -> new DatasetVersionOfRun(
                            VersionName.of(
                                    m.id(), m.version() == null ? run.id().uuid() : m.version()),
                            Map.of()))
                    .toList();
        }
    }

    /**
     * A run.
     *
     * @param otherJobs jobs it was said to be of before
     * @param windows of event time its events stand for, where it tells of itself in periodic snapshots
     * @param caveats {@code conflict} when it was told to have ended in different ways, {@code incompleteLifecycle} when its
     *     START is missing, events are later than its end, or nothing is known of its parent
     */
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
            Map<String, String> args,
            VersionName jobVersion,
            List<DatasetVersionOfRun> inputDatasetVersions,
            List<DatasetVersionOfRun> outputDatasetVersions,
            Map<String, Object> facets,
            Shapes.Name job,
            List<Shapes.Name> inputs,
            List<Shapes.Name> outputs,
            boolean conflict,
            boolean incompleteLifecycle,
            @Nullable String parentRun,
            Shapes.@Nullable Name parentJob,
            @Nullable String rootRun,
            List<Shapes.Name> otherJobs,
            RunView.@Nullable Windows windows,
            List<String> caveats,
            @Nullable CodeVersion codeVersion,
            String effect,
            List<String> evidence,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int hidden) {
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
                    Map.of(),
                    VersionName.of(view),
                    DatasetVersionOfRun.of(view.inputs(), view),
                    DatasetVersionOfRun.of(view.outputs(), view),
                    Map.of(),
                    Shapes.Name.of(view.job()),
                    view.inputs().stream()
                            .map(mention -> Shapes.Name.of(mention.id()))
                            .toList(),
                    view.outputs().stream()
                            .map(mention -> Shapes.Name.of(mention.id()))
                            .toList(),
                    view.conflict(),
                    view.incompleteLifecycle(),
                    view.parent() == null ? null : view.parent().run().uuid(),
                    view.parent() == null ? null : Shapes.Name.of(view.parent().job()),
                    rootRun(view),
                    view.otherNames().stream().map(Shapes.Name::of).toList(),
                    view.windows(),
                    caveats(view),
                    view.code(),
                    view.effect().wire(),
                    Shapes.entries(view.evidence()),
                    view.hidden());
        }

        private static @Nullable String rootRun(RunView view) {
            ParentRun parent = view.parent();
            return parent == null || parent.root() == null
                    ? null
                    : parent.root().run().uuid();
        }

        private static List<String> caveats(RunView view) {
            List<String> caveats = new ArrayList<>();
            if (view.conflict()) {
                caveats.add("conflict");
            }
            if (view.incompleteLifecycle()) {
                caveats.add("incompleteLifecycle");
            }
            if (view.summarised()) {
                caveats.add("summarised");
            }
            return caveats;
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
}
