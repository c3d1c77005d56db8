/**
 * The Merkle tree of RFC 6962 over entries that are only ever appended: hashing, compact ranges, C2SP tlog-tiles of
 * height 8, inclusion and consistency proofs.
 *
 * <p>Pure computation: no storage, no clocks, no keys. Whoever holds the tiles gives a way to read a node.
 */
@NullMarked
package io.rowtrail.audit.merkle;

import org.jspecify.annotations.NullMarked;
