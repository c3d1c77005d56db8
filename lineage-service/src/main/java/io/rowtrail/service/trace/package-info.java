/**
 * The two questions: what did this request make, and which requests made this row. Ordinals come from the rows of the
 * lake, their traces from the change store, the way between from the graph.
 */
@NullMarked
package io.rowtrail.service.trace;

import org.jspecify.annotations.NullMarked;
