/** The contract on the oracle. */
@NullMarked
package io.rowtrail.graph.memory;

import org.jspecify.annotations.NullMarked;
