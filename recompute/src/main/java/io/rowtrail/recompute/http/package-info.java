/** The worker's front: a bounded number of questions at a time, each answered or given up in time. */
@NullMarked
package io.rowtrail.recompute.http;

import org.jspecify.annotations.NullMarked;
