package io.rowtrail.graph.fold;

import io.rowtrail.graph.LoggedFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of one teller as a set: each digest once, with the first entry that holds it. */
public final class EventSet {

    private static final Comparator<LoggedFacts> FIRST =
            Comparator.comparing(LoggedFacts::recordedAt).thenComparing(LoggedFacts::entry);

    private EventSet() {}

    /** Returns the set, sorted by event time, then digest. */
    public static List<LoggedFacts> of(Collection<LoggedFacts> events) {
        Map<String, LoggedFacts> byDigest = new HashMap<>();
        for (LoggedFacts event : events) {
            byDigest.merge(event.digest(), event, (a, b) -> FIRST.compare(a, b) <= 0 ? a : b);
        }
        List<LoggedFacts> set = new ArrayList<>(byDigest.values());
        set.sort(Registers.BY_TIME);
        return set;
    }
}
