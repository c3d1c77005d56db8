package io.rowtrail.graph.facts;

import java.time.Instant;
import java.util.List;

/**
 * The structural facts of one OpenLineage event. Two events that say the same have equal facts, whatever the order of
 * their JSON members, sets and facets. {@link FactsCodec} gives the canonical bytes and the digest.
 */
public sealed interface EventFacts permits RunFacts, JobFacts, DatasetFacts {

    EventHeader header();

    /** When it happened, by the producer's clock, in the precision it was sent with (to the nanosecond). */
    default Instant eventTime() {
        return header().eventTime();
    }

    /** Every dataset mentioned as an input; empty for a {@link DatasetFacts}. */
    List<DatasetMention> inputs();

    /** Every dataset mentioned as an output; empty for a {@link DatasetFacts}. */
    List<DatasetMention> outputs();
}
