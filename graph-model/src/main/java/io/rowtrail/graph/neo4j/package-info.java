/**
 * The lineage graph in Neo4j, spoken to over Bolt by the driver alone.
 *
 * <p>{@code (:Dataset)-[:READ_BY]->(:Job)-[:WRITES]->(:Dataset)}, derived {@code (:Dataset)-[:FLOWS_TO]->(:Dataset)} per
 * run, {@code (:Column)-[:DERIVES]->(:Column)}. Runs, statements and versions hang off the side with the events that tell of
 * them, so that the fold of one teller needs only that node. Traces, transactions and rows are never nodes. All decisions
 * are in the fold; this package stores, looks up and walks one step a query.
 */
@NullMarked
package io.rowtrail.graph.neo4j;

import org.jspecify.annotations.NullMarked;
