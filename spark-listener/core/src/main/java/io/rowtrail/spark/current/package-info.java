/**
 * {@code rowtrail_current('<change table>')}: the latest state of each key of a change table, pinned to what all change
 * tables of a query have completely. The node stays whole through analysis, so that lineage and tags see it for what it
 * is, and becomes ordinary operators in the optimiser.
 */
@NullMarked
package io.rowtrail.spark.current;

import org.jspecify.annotations.NullMarked;
