package io.rowtrail.audit;

import io.rowtrail.audit.merkle.Hash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is stored.
 *
 * @param name its name
 * @param kind its kind
 * @param recordedAt when the log took it, by the log's clock, to the microsecond
 * @param leafHash RFC 6962 hash of {@code leaf}
 * @param leaf the leaf exactly as it was hashed: canonical JSON
 * @param facts the facts exactly as they were committed to
 * @param payload the masked body with its salts, or null once erased or where the reader did not ask for it
 */
public record Entry(
        EntryName name,
        String kind,
        Instant recordedAt,
        Hash leafHash,
        Bytes leaf,
        Bytes facts,
        @Nullable Payload payload) {}
