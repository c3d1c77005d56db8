package io.rowtrail.service.security;

import java.time.Instant;

/** A live key without its secret. */
record KnownKey(KeyTerms terms, String prefix, Instant createdAt) {}
