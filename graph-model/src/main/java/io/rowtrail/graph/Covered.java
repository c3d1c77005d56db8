package io.rowtrail.graph;

import java.time.Instant;
import java.util.List;

/**
 * Earlier events of a run that said the same as one event but for their time and counts, and that this one stands for.
 * An adapter may keep a long run so; the fold of what is kept is the fold of all, as long as whatever comes is later.
 *
 * @param seen the least pairs of event and recording time among all of them, this one included
 * @param windows how many windows they stand for; the statistics of the event are the sums over these
 * @param from start of the first window, or the least event time
 * @param entries the first and last entries of all of them, see {@link Evidence}
 */
public record Covered(List<Seen> seen, long windows, Instant from, List<EntryRef> entries) {

    public Covered {
        seen = List.copyOf(seen);
        entries = List.copyOf(entries);
    }

    /** When something happened and when that was recorded. */
    public record Seen(Instant event, Instant recorded) {}
}
