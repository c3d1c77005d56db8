/** Tests of the worker against a real Spark and an Iceberg lake in a directory. */
@NullMarked
package io.rowtrail.recompute;

import org.jspecify.annotations.NullMarked;
