package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention.JobType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job as known now.
 *
 * @param type the newest told
 * @param inputs datasets it reads with effect, sorted
 * @param outputs datasets it writes with effect, sorted
 * @param firstSeen least event time that mentions it
 * @param lastSeen greatest event time that mentions it
 * @param hidden how many inputs and outputs are left out, since the asker may not know of them
 */
public record JobView(
        JobId id,
        @Nullable JobType type,
        List<DatasetId> inputs,
        List<DatasetId> outputs,
        Instant firstSeen,
        Instant lastSeen,
        int hidden) {

    /** Returns this without what the asker may not know of; empty when that is the job itself. */
    public Optional<JobView> seenBy(Visibility visibility) {
        if (!visibility.sees(id)) {
            return Optional.empty();
        }
        List<DatasetId> in = inputs.stream().filter(visibility::sees).toList();
        List<DatasetId> out = outputs.stream().filter(visibility::sees).toList();
        int left = hidden + inputs.size() - in.size() + outputs.size() - out.size();
        return Optional.of(new JobView(id, type, in, out, firstSeen, lastSeen, left));
    }
}
