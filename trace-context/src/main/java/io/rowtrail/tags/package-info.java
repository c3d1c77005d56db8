/**
 * Tag sets: the set of change ordinals that made a row what it is, and the one place where such a set becomes bytes.
 * JDK only; nothing here knows Spark, Iceberg or the service.
 */
@NullMarked
package io.rowtrail.tags;

import org.jspecify.annotations.NullMarked;
