/**
 * Row tags in Spark: hiding the tag column from reads, rewriting the query under a write so that each row carries its
 * set, the functions and aggregates that do it, and what an operator does to a row's openness (TAGS: promises, ghosts).
 * It writes no events and knows no transport.
 */
@NullMarked
package io.rowtrail.spark.tags;

import org.jspecify.annotations.NullMarked;
