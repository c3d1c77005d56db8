/**
 * Neo4j Community (GPLv3) as a process of its own, spoken to over Bolt. Nothing of Rowtrail may depend on this module,
 * and this module depends on nothing of Rowtrail.
 */
@NullMarked
package io.rowtrail.quickstart.neo4j;

import org.jspecify.annotations.NullMarked;
