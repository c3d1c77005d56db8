package io.rowtrail.graph.fold;

import io.rowtrail.graph.TimePoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * An up-set of the two times: every (asOf, knownAt) that is at or after one of these points in both.
 *
 * @param points the least points, by event time; none is at or after another
 */
public record Frontier(List<Point> points) {

    /** The empty set: seen from nowhere. */
    public static final Frontier NOWHERE = new Frontier(List.of());

    /** Event time and recording time of something. */
    public record Point(Instant event, Instant recorded) implements Comparable<Point> {

        private static final Comparator<Point> ORDER =
                Comparator.comparing(Point::event).thenComparing(Point::recorded);

        boolean atOrAfter(Point other) {
            return !event.isBefore(other.event) && !recorded.isBefore(other.recorded);
        }

        boolean seenFrom(TimePoint at) {
            return (at.asOf() == null || !event.isAfter(at.asOf()))
                    && (at.knownAt() == null || !recorded.isAfter(at.knownAt()));
        }

        Point join(Point other) {
            return new Point(
                    event.isAfter(other.event) ? event : other.event,
                    recorded.isAfter(other.recorded) ? recorded : other.recorded);
        }

        @Override
        public int compareTo(Point other) {
            return ORDER.compare(this, other);
        }
    }

    /** Keeps the least of some points. */
    public static Frontier of(Collection<Point> points) {
        List<Point> sorted = points.stream().sorted().toList();
        List<Point> least = new ArrayList<>();
        for (Point point : sorted) {
            if (least.isEmpty()
                    || point.recorded().isBefore(least.get(least.size() - 1).recorded())) {
                least.add(point);
            }
        }
        return least.isEmpty() ? NOWHERE : new Frontier(List.copyOf(least));
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    boolean covers(Point point) {
        return points.stream().anyMatch(point::atOrAfter);
    }

    boolean includes(Frontier other) {
        return other.points.stream().allMatch(this::covers);
    }

    boolean seenFrom(TimePoint at) {
        return points.stream().anyMatch(p -> p.seenFrom(at));
    }

    Frontier union(Frontier other) {
        if (other.isEmpty() || this.includes(other)) {
            return this;
        }
        List<Point> all = new ArrayList<>(points);
        all.addAll(other.points);
        return of(all);
    }

    /** Returns where both are seen. */
    Frontier meet(Frontier other) {
        if (equals(other)) {
            return this;
        }
        List<Point> joins = new ArrayList<>();
        for (Point a : points) {
            for (Point b : other.points) {
                joins.add(a.join(b));
            }
        }
        return of(joins);
    }

    /** Returns those points of this that the other does not cover. */
    Frontier without(Frontier other) {
        List<Point> left = points.stream().filter(p -> !other.covers(p)).toList();
        return left.size() == points.size() ? this : new Frontier(left);
    }
}
