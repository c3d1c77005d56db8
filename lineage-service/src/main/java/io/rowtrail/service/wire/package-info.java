/**
 * The text of events as it comes in: measured, masked, cut into the events of a batch. Knows JSON and what a credential
 * looks like; nothing of HTTP, Kafka or the log.
 */
@NullMarked
package io.rowtrail.service.wire;

import org.jspecify.annotations.NullMarked;
