package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * A what-if and how it stands.
 *
 * @param dataset node id of what it is about
 * @param asked what its answer repeats of the question
 */
public record WhatifJob(UUID id, String dataset, JsonNode asked, Instant startedAt, State state) {

    /** How it stands. */
    public sealed interface State {
        /** It runs, for so long as was last heard of it. */
        record Running() implements State {}

        /** The diff is there. */
        record Done(JsonNode diff) implements State {}

        /** It ended without one. */
        record Failed(String reason) implements State {}
    }
}
