package io.rowtrail.service.trace;

import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeSnapshot;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.trace.RowtrailProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What made a table the way it is.
 *
 * @param newestFirst the snapshots that changed data, from the current one back
 * @param complete whether they go back to where the table began: older snapshots may have been expired
 */
record Writes(List<LakeSnapshot> newestFirst, boolean complete) {
    Writes {
        newestFirst = List.copyOf(newestFirst);
    }

    static Writes of(LakeReader reader, LakeTable table) {
        Map<Long, LakeSnapshot> snapshots = new HashMap<>();
        reader.snapshots(table.name()).forEach(snapshot -> snapshots.put(snapshot.id(), snapshot));
        LakeSnapshot at =
                table.snapshot().isPresent() ? snapshots.get(table.snapshot().getAsLong()) : null;
        List<LakeSnapshot> writes = new ArrayList<>();
        boolean complete = at == null;
        while (at != null) {
            if (!at.operation().equals("replace")) {
                writes.add(at);
            }
            complete = at.parent().isEmpty();
            at = complete ? null : snapshots.get(at.parent().getAsLong());
        }
        return new Writes(writes, complete);
    }

    /** The run that wrote a snapshot, or empty for a foreign writer. */
    static Optional<RunId> run(LakeSnapshot snapshot) {
        try {
            return Optional.ofNullable(snapshot.summary().get(RowtrailProperties.RUN))
                    .map(RunId::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** These from the one that a run wrote, if it did. */
    Optional<Writes> from(RunId run) {
        for (int i = 0; i < newestFirst.size(); i++) {
            if (run(newestFirst.get(i)).equals(Optional.of(run))) {
                return Optional.of(new Writes(newestFirst.subList(i, newestFirst.size()), complete));
            }
        }
        return Optional.empty();
    }
}
