package io.rowtrail.service.log;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How far what follows one event log has come, for those who have just appended to it. */
public interface LogProgress {
    /** Tells that the event log has an entry of this index. */
    void notice(long index);

    /** Whether the graph folded the entry before the time was over. */
    Uni<Boolean> folded(long index, Duration patience);

    /** Whether the change store has the entry before the time was over. */
    Uni<Boolean> indexed(long index, Duration patience);

    /** Whether a witness has cosigned a checkpoint that covers the entry before the time was over. */
    default Uni<Boolean> witnessed(long index, Duration patience) {
        return Uni.createFrom().item(false);
    }
}
