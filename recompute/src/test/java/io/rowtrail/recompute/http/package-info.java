/** Tests of the worker's front without Spark. */
@NullMarked
package io.rowtrail.recompute.http;

import org.jspecify.annotations.NullMarked;
