/**
 * What one OpenLineage event says about structure, as values: identities, schemas, edges, statistics, and their canonical
 * bytes.
 *
 * <p>These are the facts the audit log keeps beside the erasable payload and replays into the graph, so nothing here may
 * hold row values, credentials or free text about people. Nothing here knows the wire format, the graph or a database.
 */
@NullMarked
package io.rowtrail.graph.facts;

import org.jspecify.annotations.NullMarked;
