package io.rowtrail.graph.facts;

import java.util.List;

/**
 * What a job event says: a full statement of what the job reads and writes, which replaces the producer's former one.
 *
 * @param inputs sorted by dataset
 * @param outputs sorted by dataset
 */
public record JobFacts(EventHeader header, JobMention job, List<DatasetMention> inputs, List<DatasetMention> outputs)
        implements EventFacts {

    public JobFacts {
        inputs = DatasetMention.sorted(inputs);
        outputs = DatasetMention.sorted(outputs);
    }
}
