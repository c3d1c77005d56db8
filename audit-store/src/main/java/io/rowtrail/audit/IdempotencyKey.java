package io.rowtrail.audit;

/**
 * An identity the caller gives an event, within a scope of the caller's: an {@code Idempotency-Key} header, or a
 * capture's {@code (source, first ordinal)}. The same key with another text is a {@link AppendResult.Conflict}.
 */
public record IdempotencyKey(String scope, String key) {}
