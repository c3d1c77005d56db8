/**
 * The captured database: what must hold before the capture starts, the shape of its tables, and Debezium's records turned
 * into events of our own. Debezium and Kafka Connect are known here only.
 */
@NullMarked
package io.rowtrail.capture.source;

import org.jspecify.annotations.NullMarked;
