/** Names and canonical bytes. */
@NullMarked
package io.rowtrail.graph.facts;

import org.jspecify.annotations.NullMarked;
