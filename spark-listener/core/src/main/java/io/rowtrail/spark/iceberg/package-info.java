/**
 * What only Iceberg can tell of a table: where it lies, which snapshot is read, who wrote it. Loaded only where Iceberg is
 * on the class path.
 */
@NullMarked
package io.rowtrail.spark.iceberg;

import org.jspecify.annotations.NullMarked;
