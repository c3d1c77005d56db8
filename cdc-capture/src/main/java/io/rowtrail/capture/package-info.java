/**
 * The capture process: its configuration, its life, and the loop from captured events to committed change tables. What
 * is read from the source, numbered, written to the lake and told to the service lives in the packages below.
 */
@NullMarked
package io.rowtrail.capture;

import org.jspecify.annotations.NullMarked;
