package io.rowtrail.service.log;

import io.rowtrail.audit.FollowedEntry;
import java.time.Duration;
import java.util.List;

/**
 * What can be rebuilt by reading a log from its beginning. Calls block and come from one thread; an exception means the
 * call may be made again, after {@link #position} was asked anew.
 */
public interface Projection {
    /** Its name in positions, metrics and messages. */
    String name();

    /** How the kinds of entries begin whose facts it reads; it is given no facts of others. */
    String kinds();

    /** The first index it has not applied. */
    long position();

    /** Tells that from now on this process leads, under an epoch greater than any before. */
    void lead(long epoch);

    /** How many entries it could not take and has left out, as last known. */
    default long skipped() {
        return 0;
    }

    /** How old the oldest entry is that it is known not to have applied; zero when there is none. */
    default Duration behind() {
        return Duration.ZERO;
    }

    /** Applies a stretch without gaps that begins at the position, and moves the position past it, both or neither. */
    void apply(List<FollowedEntry> entries);
}
