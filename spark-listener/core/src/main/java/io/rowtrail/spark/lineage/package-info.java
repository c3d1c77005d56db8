/**
 * Which input columns made which output column, folded over an analysed plan by expression id, and what datasets are called.
 * It reads plans and knows nothing of events.
 */
@NullMarked
package io.rowtrail.spark.lineage;

import org.jspecify.annotations.NullMarked;
