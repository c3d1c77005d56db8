/** The contract on real Neo4j servers. */
@NullMarked
package io.rowtrail.graph.neo4j;

import org.jspecify.annotations.NullMarked;
