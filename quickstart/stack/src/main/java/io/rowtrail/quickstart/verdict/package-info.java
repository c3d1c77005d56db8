/**
 * What the reports must say, worked out from the shop's own ledger and database in plain Java, and the comparison of
 * that with what the lake and the service say. The expectation shares no code with Spark, the capture or the service;
 * only {@link io.rowtrail.quickstart.verdict.LakeFacts} reads their files.
 */
@NullMarked
package io.rowtrail.quickstart.verdict;

import org.jspecify.annotations.NullMarked;
