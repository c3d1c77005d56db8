/** Commitments to rows and the trees over them, for entries that stand for many rows. No rows are kept here, nor read. */
@NullMarked
package io.rowtrail.audit.rows;

import org.jspecify.annotations.NullMarked;
