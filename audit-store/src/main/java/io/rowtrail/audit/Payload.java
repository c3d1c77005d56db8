package io.rowtrail.audit;

/**
 * The part of an entry that can be erased.
 *
 * @param stored the masked body
 * @param seed 32 bytes every salt of the entry is derived from; whoever holds it can open all its commitments
 */
public record Payload(Bytes stored, Bytes seed) {}
