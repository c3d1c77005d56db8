/**
 * Source transactions: rows gathered up to the commit, and the traces that the transaction's messages bind to all of
 * them. No I/O.
 */
@NullMarked
package io.rowtrail.capture.transaction;

import org.jspecify.annotations.NullMarked;
