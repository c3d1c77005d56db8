/**
 * What a run's query was, in words that Spark reads again: canonical SQL of an analysed plan, its inputs pinned to what it read.
 * It reads plans and knows nothing of tags and events.
 */
@NullMarked
package io.rowtrail.spark.record;

import org.jspecify.annotations.NullMarked;
