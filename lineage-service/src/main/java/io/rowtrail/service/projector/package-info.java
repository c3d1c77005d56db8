/**
 * The projections of the event log and their followers: the lineage graph in Neo4j, the change store in PostgreSQL. Each
 * goes on from where it stopped; one that cannot reach its store waits and the front door does not notice.
 */
@NullMarked
package io.rowtrail.service.projector;

import org.jspecify.annotations.NullMarked;
