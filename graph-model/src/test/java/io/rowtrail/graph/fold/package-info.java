/** Tests of the fold's own laws. */
@NullMarked
package io.rowtrail.graph.fold;

import org.jspecify.annotations.NullMarked;
