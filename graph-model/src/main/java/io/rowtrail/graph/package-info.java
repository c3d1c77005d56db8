/**
 * The lineage graph as a port: what it is told ({@link io.rowtrail.graph.Batch}), what it answers, and nothing of how.
 *
 * <p>Adapters live below, one package a technology. What an event says is in {@code facts}, how a set of events becomes
 * state is in {@code fold}. Nothing here knows HTTP, the audit log or a database.
 */
@NullMarked
package io.rowtrail.graph;

import org.jspecify.annotations.NullMarked;
