package io.rowtrail.service.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The producer's receipt: the body of 201 and 200.
 *
 * @param entry name of the entry that holds the event
 * @param leafHash RFC 6962 hash of its leaf, in hex
 * @param duplicate whether the log held the event before
 * @param salt of the received bytes' commitment, in hex; null once the entry was erased
 * @param folded whether the graph has it, when the caller asked to wait for that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
        String entry,
        String leafHash,
        boolean duplicate,
        @Nullable String salt,
        @Nullable Boolean folded) {}
