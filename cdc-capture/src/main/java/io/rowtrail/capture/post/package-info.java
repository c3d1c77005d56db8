/**
 * What the capture tells the service: batches of transactions with row manifests, and OpenLineage events, through a
 * durable spool that never holds the capture up.
 */
@NullMarked
package io.rowtrail.capture.post;

import org.jspecify.annotations.NullMarked;
