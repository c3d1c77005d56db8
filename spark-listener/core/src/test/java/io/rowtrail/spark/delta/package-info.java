/** Tests of Delta tables as targets of tagged jobs. */
@NullMarked
package io.rowtrail.spark.delta;

import org.jspecify.annotations.NullMarked;
