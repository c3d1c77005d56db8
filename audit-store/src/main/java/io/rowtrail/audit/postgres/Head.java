package io.rowtrail.audit.postgres;

import io.rowtrail.audit.merkle.Hash;

/** A durable tree head. */
record Head(long size, Hash root) {}
