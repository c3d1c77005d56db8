/**
 * How an event becomes what is stored: the leaf's canonical bytes, the commitments in it, the encrypted payload.
 *
 * <p>Every hashed byte of the log is made here and nowhere else; the forms are versioned and pinned by vectors.
 */
@NullMarked
package io.rowtrail.audit.seal;

import org.jspecify.annotations.NullMarked;
