/**
 * Structured streaming: the leaves of a micro-batch, and which of its operators keep state. Knows plans only; what a micro-batch
 * writes is a command like any other.
 */
@NullMarked
package io.rowtrail.spark.stream;

import org.jspecify.annotations.NullMarked;
