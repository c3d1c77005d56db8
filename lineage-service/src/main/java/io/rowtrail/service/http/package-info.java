/**
 * What every endpoint shares at the edge: problem documents (RFC 9457), reading a bounded and possibly compressed body,
 * strict JSON, the trace id of a request. Nothing here knows lineage or the audit log.
 */
@NullMarked
package io.rowtrail.service.http;

import org.jspecify.annotations.NullMarked;
