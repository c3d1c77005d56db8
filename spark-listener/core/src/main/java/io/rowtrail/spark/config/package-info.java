/**
 * What the user asked of the plugin, and the guard that keeps what goes wrong in it from the job. Everything else in the
 * plugin may know this package; it knows none of the others.
 */
@NullMarked
package io.rowtrail.spark.config;

import org.jspecify.annotations.NullMarked;
