/**
 * From an accepted event to a folded one, on the local stack: a generator in a process of its own drives the service, and
 * what it cost is read from {@code /proc}, from PostgreSQL's catalogue and from Neo4j's files.
 */
@NullMarked
package io.rowtrail.bench.ingest;

import org.jspecify.annotations.NullMarked;
