/**
 * Write commands: which there are, what runs they start, and the rule that puts tags into the query under one. A run is
 * planned here, in analysis; its events are told elsewhere.
 */
@NullMarked
package io.rowtrail.spark.write;

import org.jspecify.annotations.NullMarked;
