package io.rowtrail.graph.fold;

import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.fold.Frontier.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The points (asOf, knownAt) from which something holds, in a form that depends on the set alone and stays small: what later
 * runs repeat adds nothing.
 *
 * @param always where it holds and goes on holding
 * @param passing where it holds until something later says otherwise; sorted
 */
public record Region(Frontier always, List<Passing> passing) {

    /** Nowhere. */
    public static final Region NOWHERE = new Region(Frontier.NOWHERE, List.of());

    /** Where {@code from} is seen but {@code until} is not. */
    public record Passing(Frontier from, Frontier until) implements Comparable<Passing> {

        private static final Comparator<Passing> ORDER = Comparator.comparing(
                        (Passing p) -> p.from().points().toString())
                .thenComparing(p -> p.until().points().toString());

        @Override
        public int compareTo(Passing other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A stretch of event time.
     *
     * @param to exclusive; null for no end
     */
    public record Interval(Instant from, @Nullable Instant to) {}

    /** Returns the up-set of a frontier. */
    public static Region of(Frontier frontier) {
        return new Region(frontier, List.of());
    }

    /** Puts parts together into the normal form. */
    public static Region of(Frontier always, Collection<Passing> parts) {
        Frontier lasting = always;
        for (Passing part : parts) {
            if (part.until().isEmpty()) {
                lasting = lasting.union(part.from());
            }
        }
        List<Passing> passing = new ArrayList<>();
        for (Passing part : parts) {
            if (!part.until().isEmpty()) {
                Frontier from = part.from().without(part.until()).without(lasting);
                if (!from.isEmpty()) {
                    passing.add(new Passing(from, part.until()));
                }
            }
        }
        return new Region(lasting, passing.stream().distinct().sorted().toList());
    }

    /** Says whether it holds as seen from a point. */
    public boolean holds(TimePoint at) {
        return always.seenFrom(at)
                || passing.stream()
                        .anyMatch(p -> p.from().seenFrom(at) && !p.until().seenFrom(at));
    }

    public boolean isEmpty() {
        return always.isEmpty() && passing.isEmpty();
    }

    /** Returns where either holds. */
    public Region union(Region other) {
        if (other.isEmpty() || equals(other)) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        if (passing.isEmpty() && other.passing.isEmpty()) {
            return of(always.union(other.always));
        }
        List<Passing> parts = new ArrayList<>(passing);
        parts.addAll(other.passing);
        return of(always.union(other.always), parts);
    }

    /** Returns where both hold. */
    Region meet(Region other) {
        List<Passing> parts = new ArrayList<>();
        for (Passing a : parts()) {
            for (Passing b : other.parts()) {
                parts.add(new Passing(a.from().meet(b.from()), a.until().union(b.until())));
            }
        }
        return of(Frontier.NOWHERE, parts);
    }

    /** Says for certain that this holds wherever the other does; false may also mean "not seen at a glance". */
    public boolean surelyIncludes(Region other) {
        return always.includes(other.always)
                && other.passing.stream().allMatch(p -> passing.contains(p) || always.includes(p.from()));
    }

    private List<Passing> parts() {
        List<Passing> parts = new ArrayList<>(passing);
        if (!always.isEmpty()) {
            parts.add(new Passing(always, Frontier.NOWHERE));
        }
        return parts;
    }

    /** Returns the stretches of event time in which it holds as known at a time, sorted and apart. */
    public List<Interval> intervals(@Nullable Instant knownAt) {
        List<Interval> stretches = new ArrayList<>();
        for (Passing part : parts()) {
            Instant from = first(part.from(), knownAt);
            Instant to = first(part.until(), knownAt);
            if (from != null && (to == null || from.isBefore(to))) {
                stretches.add(new Interval(from, to));
            }
        }
        stretches.sort(Comparator.comparing(Interval::from));
        List<Interval> apart = new ArrayList<>();
        for (Interval next : stretches) {
            Interval last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
            if (last == null || (last.to() != null && last.to().isBefore(next.from()))) {
                apart.add(next);
            } else if (last.to() != null && (next.to() == null || next.to().isAfter(last.to()))) {
                apart.set(apart.size() - 1, new Interval(last.from(), next.to()));
            }
        }
        return apart;
    }

    /** Returns the stretch in which it holds as seen from a point; empty when it does not. */
    Optional<Interval> interval(TimePoint at) {
        return intervals(at.knownAt()).stream()
                .filter(i -> at.asOf() == null
                        ? i.to() == null
                        : !i.from().isAfter(at.asOf()) && (i.to() == null || i.to().isAfter(at.asOf())))
                .findFirst();
    }

    private static @Nullable Instant first(Frontier frontier, @Nullable Instant knownAt) {
        TimePoint known = new TimePoint(null, knownAt);
        return frontier.points().stream()
                .filter(p -> p.seenFrom(known))
                .map(Point::event)
                .findFirst()
                .orElse(null);
    }

    /** Returns when it first became known that it holds as of a time; null when it is not. */
    public @Nullable Instant recordedAt(TimePoint at) {
        return parts().stream()
                .filter(p -> !p.until().seenFrom(at))
                .flatMap(p -> p.from().points().stream())
                .filter(p -> p.seenFrom(at))
                .map(Point::recorded)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
