/**
 * Captured transactions as Kafka records: Debezium's envelope with the trace in the headers, in Kafka transactions that hold
 * the position. Nothing here knows of Debezium or of the lake.
 */
@NullMarked
package io.rowtrail.capture.kafka;

import org.jspecify.annotations.NullMarked;
