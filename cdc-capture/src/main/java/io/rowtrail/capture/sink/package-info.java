/** The change tables being written: open files, commits of all due tables together, and the coverage counters. */
@NullMarked
package io.rowtrail.capture.sink;

import org.jspecify.annotations.NullMarked;
