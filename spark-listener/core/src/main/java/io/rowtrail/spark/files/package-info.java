/**
 * Plain files that a run of ours wrote: the list of them that it leaves beside them, and what a reader believes by it. Knows
 * Spark's file commands and the file system; of tags only what a run says of its write.
 */
@NullMarked
package io.rowtrail.spark.files;

import org.jspecify.annotations.NullMarked;
