package io.rowtrail.graph.fold;

import io.rowtrail.graph.Covered;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.fold.Region.Passing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Registers whose value is that of the last event seen, last by a total order that no arrival can change. */
final class Registers {

    /** By event time, then by digest. */
    static final Comparator<LoggedFacts> BY_TIME =
            Comparator.comparing((LoggedFacts e) -> e.facts().eventTime()).thenComparing(LoggedFacts::digest);

    private Registers() {}

    /** Returns the points of an event and of those it stands for. */
    static List<Frontier.Point> points(LoggedFacts event) {
        Covered covered = event.covered();
        return covered == null
                ? List.of(point(event))
                : covered.seen().stream()
                        .map(seen -> new Frontier.Point(seen.event(), seen.recorded()))
                        .toList();
    }

    static Frontier.Point point(LoggedFacts event) {
        return new Frontier.Point(event.facts().eventTime(), event.recordedAt());
    }

    /**
     * Returns where the last event seen satisfies a predicate.
     *
     * @param sorted the events that write the register, in its order
     */
    static Region lastIs(List<LoggedFacts> sorted, Predicate<LoggedFacts> predicate) {
        return lastIs(Frontier.NOWHERE, sorted, predicate);
    }

    /**
     * The same for a register that satisfies the predicate from the start where {@code before} is seen.
     */
    static Region lastIs(Frontier before, List<LoggedFacts> sorted, Predicate<LoggedFacts> predicate) {
        List<Frontier> frontiers = new ArrayList<>(List.of(before));
        List<Boolean> satisfied = new ArrayList<>(List.of(true));
        List<Frontier.Point> block = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            boolean good = predicate.test(sorted.get(i));
            block.add(point(sorted.get(i)));
            if (i + 1 == sorted.size() || predicate.test(sorted.get(i + 1)) != good) {
                frontiers.add(Frontier.of(block));
                satisfied.add(good);
                block.clear();
            }
        }
        List<Passing> parts = new ArrayList<>();
        Frontier against = Frontier.NOWHERE;
        for (int i = frontiers.size() - 1; i >= 0; i--) {
            if (satisfied.get(i)) {
                parts.add(new Passing(frontiers.get(i), against));
            } else {
                against = against.union(frontiers.get(i));
            }
        }
        return Region.of(Frontier.NOWHERE, parts);
    }
}
