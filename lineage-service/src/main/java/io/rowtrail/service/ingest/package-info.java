/**
 * The front door for OpenLineage events: read, mask, append to the audit log, answer. An event is accepted when it is
 * durable in the log; what follows the log is not this package's concern.
 */
@NullMarked
package io.rowtrail.service.ingest;

import org.jspecify.annotations.NullMarked;
