/**
 * Delta tables: which plans write and read them, what a run leaves in their log, and what the log says of their rows. Known
 * by names and by the files of the log, so that Delta need not be on the class path.
 */
@NullMarked
package io.rowtrail.spark.delta;

import org.jspecify.annotations.NullMarked;
