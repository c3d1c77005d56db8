package io.rowtrail.graph.fold;

import io.rowtrail.graph.Covered;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.RunView.Windows;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.RunFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a stream that tells of itself in periodic snapshots: each event stands for the time before it, and of two
 * events for the same end the one with the larger digest counts.
 */
final class RunWindows {

    private RunWindows() {}

    /** Returns the windows of a run; null when its events stand for none. */
    static @Nullable Windows of(List<LoggedFacts> events) {
        Windows windows = null;
        Instant last = null;
        for (LoggedFacts event : events) {
            if (seconds(event) != null) {
                Instant end = event.facts().eventTime();
                Instant start = start(event);
                windows = windows == null
                        ? new Windows(count(event), start, end)
                        : new Windows(
                                windows.count() + (end.equals(last) ? 0 : count(event)),
                                start.isBefore(windows.from()) ? start : windows.from(),
                                end);
                last = end;
            }
        }
        return windows;
    }

    /** Returns mentions with the sums over the windows in place of the last statistics told. */
    static List<DatasetMention> summed(
            List<LoggedFacts> events, Function<EventFacts, List<DatasetMention>> side, List<DatasetMention> mentions) {
        Map<DatasetId, Statistics> sums = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            if (seconds(events.get(i)) != null && lastOfItsWindow(events, i)) {
                for (DatasetMention mention : side.apply(events.get(i).facts())) {
                    if (mention.statistics() != null) {
                        sums.merge(mention.id(), mention.statistics(), Statistics::plus);
                    }
                }
            }
        }
        return sums.isEmpty()
                ? mentions
                : mentions.stream()
                        .map(m -> sums.containsKey(m.id()) ? m.withStatistics(sums.get(m.id())) : m)
                        .toList();
    }

    /** Returns how many windows an event stands for. */
    static long count(LoggedFacts event) {
        Covered covered = event.covered();
        if (covered != null) {
            return covered.windows();
        }
        return seconds(event) == null ? 0 : 1;
    }

    /** Returns where the first of them begins; the event's own time when it stands for none. */
    static Instant start(LoggedFacts event) {
        Covered covered = event.covered();
        if (covered != null) {
            return covered.from();
        }
        Long seconds = seconds(event);
        return seconds == null
                ? event.facts().eventTime()
                : event.facts().eventTime().minusSeconds(seconds);
    }

    private static boolean lastOfItsWindow(List<LoggedFacts> events, int i) {
        for (int next = i + 1; next < events.size(); next++) {
            if (!events.get(next)
                    .facts()
                    .eventTime()
                    .equals(events.get(i).facts().eventTime())) {
                return true;
            }
            if (seconds(events.get(next)) != null) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Long seconds(LoggedFacts event) {
        return ((RunFacts) event.facts()).job().windowSeconds();
    }
}
