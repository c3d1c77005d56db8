/** The kit that specifies the graph port, its fixtures and generators. */
@NullMarked
package io.rowtrail.graph;

import org.jspecify.annotations.NullMarked;
