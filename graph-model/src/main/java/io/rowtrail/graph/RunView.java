package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention.JobType;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.NominalTime;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as the set of its events tells it.
 *
 * @param job the job it was last said to be of
 * @param otherNames jobs it was said to be of before, sorted; normally empty
 * @param conflict whether it was told to have ended in different ways
 * @param incompleteLifecycle whether its START is missing, events are later than its end, or nothing is known of its parent
 * @param startedAt event time of its first START, else of its first event
 * @param endedAt event time of its shown end; null while it runs
 * @param failed whether an error was reported
 * @param effect of its edges
 * @param inputs what it read, united over its events, sorted
 * @param outputs what it wrote, united over its events, sorted
 * @param columns column edges it told of, sorted
 * @param windows the windows its events stand for, where it tells of itself in periodic snapshots; statistics are sums over them
 * @param evidence entries of its events, sorted; of very many the first and the last, see {@link Evidence}
 * @param summarised whether its events told more of datasets or columns than the graph holds of one run; the log has all
 * @param hidden how many inputs and outputs are left out, since the asker may not know of them
 */
public record RunView(
        RunId id,
        JobId job,
        List<JobId> otherNames,
        @Nullable JobType jobType,
        RunState state,
        boolean conflict,
        boolean incompleteLifecycle,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable NominalTime nominal,
        @Nullable ParentRun parent,
        @Nullable CodeVersion code,
        boolean failed,
        Effect effect,
        List<DatasetMention> inputs,
        List<DatasetMention> outputs,
        List<ColumnEdge> columns,
        @Nullable Windows windows,
        List<EntryRef> evidence,
        boolean summarised,
        int hidden) {

    /** Returns this without what the asker may not know of; empty when that is the run itself. */
    public Optional<RunView> seenBy(Visibility visibility) {
        if (visibility == Visibility.ALL) {
            return Optional.of(this);
        }
        if (!visibility.sees(job)) {
            return Optional.empty();
        }
        List<DatasetMention> in = SeenMentions.of(inputs, visibility);
        List<DatasetMention> out = SeenMentions.of(outputs, visibility);
        RunView seen = with(
                otherNames.stream().filter(visibility::sees).toList(),
                SeenMentions.of(parent, visibility),
                in,
                out,
                columns.stream().filter(e -> e.seenBy(visibility)).toList(),
                hidden + inputs.size() - in.size() + outputs.size() - out.size());
        return Optional.of(seen);
    }

    /** Returns this without schemas and column edges, which are most of what a run tells. */
    public RunView brief() {
        return with(
                otherNames,
                parent,
                inputs.stream().map(DatasetMention::withoutColumns).toList(),
                outputs.stream().map(DatasetMention::withoutColumns).toList(),
                List.of(),
                hidden);
    }

    private RunView with(
            List<JobId> names,
            @Nullable ParentRun above,
            List<DatasetMention> in,
            List<DatasetMention> out,
            List<ColumnEdge> edges,
            int leftOut) {
        return new RunView(
                id,
                job,
                names,
                jobType,
                state,
                conflict,
                incompleteLifecycle,
                startedAt,
                endedAt,
                nominal,
                above,
                code,
                failed,
                effect,
                in,
                out,
                edges,
                windows,
                evidence,
                summarised,
                leftOut);
    }

    /**
     * Windows of event time.
     *
     * @param count how many
     * @param from start of the first
     * @param to end of the last, exclusive
     */
    public record Windows(long count, Instant from, Instant to) {}
}
