package io.rowtrail.audit;

import io.rowtrail.audit.merkle.Hash;

/**
 * A signed tree head.
 *
 * @param origin the log's origin line
 * @param size entries in the tree
 * @param root RFC 6962 root hash of them
 * @param note the C2SP signed note, to be served byte for byte as UTF-8
 */
public record Checkpoint(String origin, long size, Hash root, String note) {}
