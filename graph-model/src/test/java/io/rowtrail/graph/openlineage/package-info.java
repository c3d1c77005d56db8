/** What the reader of received events accepts and refuses. */
@NullMarked
package io.rowtrail.graph.openlineage;

import org.jspecify.annotations.NullMarked;
