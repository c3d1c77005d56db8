package io.rowtrail.graph;

import java.time.Duration;

/**
 * The work a query may do; past any of these the answer is cut and says so.
 *
 * @param nodes most nodes returned
 * @param edges most edges returned
 * @param time most time spent
 */
public record Limits(int nodes, int edges, Duration time) {

    public static final Limits DEFAULT = new Limits(20_000, 100_000, Duration.ofSeconds(10));

    public Limits {
        if (nodes < 1 || edges < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
