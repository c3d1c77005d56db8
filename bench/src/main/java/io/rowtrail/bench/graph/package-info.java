/** Graphs of a chosen size, put into Neo4j through the fold for others to ask. */
@NullMarked
package io.rowtrail.bench.graph;

import org.jspecify.annotations.NullMarked;
