/**
 * The audit log over HTTP: entries, checkpoints, proofs, tiles, evidence packs; and the log of those reads. Nothing here
 * changes or removes an entry.
 */
@NullMarked
package io.rowtrail.service.audit;

import org.jspecify.annotations.NullMarked;
