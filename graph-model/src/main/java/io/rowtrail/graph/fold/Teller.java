package io.rowtrail.graph.fold;

import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;

/** Who tells of edges. Each event belongs to one teller, and a teller's edges are a function of its events alone. */
public sealed interface Teller {

    /** Returns the teller of an event. */
    static Teller of(EventFacts facts) {
        if (facts instanceof RunFacts run) {
            return new OfRun(run.run());
        }
        if (facts instanceof JobFacts job) {
            return new OfJob(job.job().id(), job.header().producer());
        }
        if (facts instanceof DatasetFacts dataset) {
            return new OfDataset(dataset.dataset().id(), dataset.header().producer());
        }
        throw new AssertionError("sealed");
    }

    /** A run: its events unite. */
    record OfRun(RunId run) implements Teller {}

    /** What a producer states of a job: its last statement holds. */
    record OfJob(JobId job, String producer) implements Teller {}

    /** What a producer states of a dataset: its last statement holds. */
    record OfDataset(DatasetId dataset, String producer) implements Teller {}
}
