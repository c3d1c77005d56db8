/**
 * The intake of events from Kafka: off unless configured. Records go through the same door as requests, and their offsets
 * are committed once what became of them is durable.
 */
@NullMarked
package io.rowtrail.service.kafka;

import org.jspecify.annotations.NullMarked;
