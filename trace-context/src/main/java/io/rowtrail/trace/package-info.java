/**
 * The vocabulary that producers and the service share: W3C trace ids, what binds a trace to a database transaction,
 * change ordinals, and the names of columns and table properties. JDK only; no I/O, no configuration.
 */
@NullMarked
package io.rowtrail.trace;

import org.jspecify.annotations.NullMarked;
