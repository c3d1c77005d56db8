package io.rowtrail.service.trace;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeSnapshot;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.recompute.ExactRow;
import io.rowtrail.service.recompute.Recompute;
import io.rowtrail.service.recompute.RecordedPlans;
import io.rowtrail.service.recompute.RunPlan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the run whose plan makes a row, and has it run for that row. */
@ApplicationScoped
class ExactRows {
    private static final int MOST_RUNS = 20;

    private final LakeAccess lake;
    private final LineageReader graph;
    private final RecordedPlans plans;
    private final Recompute recompute;

    @Inject
    ExactRows(LakeAccess lake, LineageReader graph, RecordedPlans plans, Recompute recompute) {
        this.lake = lake;
        this.graph = graph;
        this.plans = plans;
        this.recompute = recompute;
    }

    /** A run that wrote a dataset, and the snapshot it is; null when that is no longer there. */
    record Version(RunId run, @Nullable Long snapshot, RunPlan plan) {}

    /** A row and the version it is of. */
    record Found(Version version, ExactRow row) {}

    /**
     * The row of a key in the version of a run, or in the current one; of a dataset that runs append to, the newest
     * append that made it. Empty when there is no such row.
     *
     * @throws io.rowtrail.service.http.ProblemException 400 when the key names several rows; 404, 422 and 503 as
     *     {@link RecordedPlans#of} and {@link Recompute#row}
     */
    Optional<Found> find(RowQuestions.OfRow asked, @Nullable RunId run) {
        Writes writes = writes(asked.dataset(), asked.table(), run);
        for (LakeSnapshot snapshot : first(writes.newestFirst())) {
            Version version = version(snapshot);
            Optional<Found> found = in(version, asked);
            if (found.isPresent() || version.plan().operation() == RunPlan.Operation.WHOLE) {
                return found;
            }
        }
        if (run != null && writes.newestFirst().isEmpty()) {
            return in(new Version(run, null, rowMaking(run)), asked);
        }
        if (!writes.complete() || writes.newestFirst().size() > MOST_RUNS) {
            throw Problem.unprocessable("the newest "
                            + Math.min(MOST_RUNS, writes.newestFirst().size())
                            + " runs did not make the row; what was appended before them cannot be recomputed")
                    .exception();
        }
        return Optional.empty();
    }

    /** The run of the current version or the one asked for, and its plan; the same errors. */
    Version version(DatasetId dataset, LakeTable table, @Nullable RunId run) {
        List<LakeSnapshot> newest = writes(dataset, table, run).newestFirst();
        if (run != null && newest.isEmpty()) {
            return new Version(run, null, rowMaking(run));
        }
        if (newest.isEmpty()) {
            throw Problem.unprocessable("nothing was ever written to the dataset")
                    .exception();
        }
        return version(newest.get(0));
    }

    private Optional<Found> in(Version version, RowQuestions.OfRow asked) {
        ExactRow row = recompute.row(version.plan(), asked.key().json());
        if (row.isUnanswered()) {
            throw Problem.unprocessable("the recorded plan cannot be run again: " + String.join("; ", row.reasons()))
                    .exception();
        }
        if (row.present() > 1) {
            throw Problem.invalid("key", "names more than one row").exception();
        }
        return row.present() == 0 ? Optional.empty() : Optional.of(new Found(version, row));
    }

    private static List<LakeSnapshot> first(List<LakeSnapshot> snapshots) {
        return snapshots.subList(0, Math.min(MOST_RUNS, snapshots.size()));
    }

    private Version version(LakeSnapshot snapshot) {
        RunId run = Writes.run(snapshot)
                .orElseThrow(() -> Problem.unprocessable("snapshot " + snapshot.id()
                                + " was written by something else than a tagged run, so no" + " plan of it is known")
                        .exception());
        return new Version(run, snapshot.id(), rowMaking(run));
    }

    private RunPlan rowMaking(RunId run) {
        RunPlan plan = plans.of(run);
        if (plan.operation() == RunPlan.Operation.CHANGE) {
            throw Problem.unprocessable("run " + run.uuid()
                            + " changed rows in place (MERGE, UPDATE or DELETE): its plan does not make the dataset's"
                            + " rows, so only their stored tags are known")
                    .exception();
        }
        return plan;
    }

    /** From the asked run's snapshot back; none when that is no longer there and the log says that the run wrote it. */
    private Writes writes(DatasetId dataset, LakeTable table, @Nullable RunId run) {
        if (table.isChangeTable()) {
            throw Problem.unprocessable("the dataset is captured, not made by a run: its stored tags are exact")
                    .exception();
        }
        Writes all = Writes.of(lake.reader(), table);
        if (run == null) {
            return all;
        }
        Optional<Writes> from = all.from(run);
        if (from.isEmpty()
                && graph.run(run).filter(view -> wrote(view, dataset)).isEmpty()) {
            throw Problem.notFound("no such run of the dataset").exception();
        }
        return from.orElse(new Writes(List.of(), true));
    }

    private static boolean wrote(RunView run, DatasetId dataset) {
        return run.outputs().stream().anyMatch(output -> output.id().equals(dataset));
    }
}
