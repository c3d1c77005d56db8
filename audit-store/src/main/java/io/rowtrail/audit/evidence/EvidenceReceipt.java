package io.rowtrail.audit.evidence;

import io.rowtrail.audit.merkle.Hash;
import java.nio.file.Path;

/**
 * A pack that was written.
 *
 * @param file where
 * @param size the tree size it is pinned to
 * @param entries how many entries it holds
 * @param sha256 of the file's bytes
 */
public record EvidenceReceipt(Path file, long size, long entries, Hash sha256) {}
