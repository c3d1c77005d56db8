/** The three questions (exact tags of a row, why a row is not there, what if) and their answers as JSON. */
@NullMarked
package io.rowtrail.recompute.ask;

import org.jspecify.annotations.NullMarked;
