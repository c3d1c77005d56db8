/**
 * The Spark plugin's front: what {@code spark.plugins} names, what the SQL extension registers, the options, and the
 * outermost door at which every failure of ours stops.
 */
@NullMarked
package io.rowtrail.spark;

import org.jspecify.annotations.NullMarked;
