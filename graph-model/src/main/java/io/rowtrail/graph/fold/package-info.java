/**
 * How a set of events becomes lineage: pure functions that are commutative, associative and idempotent in the events, so
 * neither order nor repetition matters. Nothing here stores anything; the adapters keep the sets and ask these functions.
 *
 * <p>Time has two sides: when something happened by its producer (event time) and when the log recorded it. An event is seen
 * from a point (asOf, knownAt) when it is neither later nor recorded later; {@link io.rowtrail.graph.fold.Region} is the
 * set of points from which an edge holds.
 */
@NullMarked
package io.rowtrail.graph.fold;

import org.jspecify.annotations.NullMarked;
