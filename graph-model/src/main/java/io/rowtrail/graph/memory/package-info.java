/** A lineage graph that keeps the set of facts and folds it anew for each answer: slow, simple, the oracle of the others. */
@NullMarked
package io.rowtrail.graph.memory;

import org.jspecify.annotations.NullMarked;
