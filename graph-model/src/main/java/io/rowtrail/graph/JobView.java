package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention.JobType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as known now.
 *
 * @param type the newest told
 * @param inputs datasets it reads with effect, sorted
 * @param outputs datasets it writes with effect, sorted
 * @param firstSeen least event time that mentions it
 * @param lastSeen greatest event time that mentions it
 */
public record JobView(
        JobId id,
        @Nullable JobType type,
        List<DatasetId> inputs,
        List<DatasetId> outputs,
        Instant firstSeen,
        Instant lastSeen) {}
