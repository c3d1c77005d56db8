/**
 * Recorded plans as Spark can run them: read from their facet, checked (anyone who may post events may have written them), put
 * into each other down to the change tables. It knows nothing of questions and HTTP.
 */
@NullMarked
package io.rowtrail.recompute.plan;

import org.jspecify.annotations.NullMarked;
