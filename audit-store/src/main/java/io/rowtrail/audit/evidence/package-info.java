/**
 * Evidence packs: the entries that answer a question, with all that is needed to check them without the log.
 *
 * <p>Written from any {@link io.rowtrail.audit.AuditLog}. The same question about the same tree gives the same bytes.
 * The layout is defined in audit-verifier/README.md; the verifier is written from that text and not from this code.
 */
@NullMarked
package io.rowtrail.audit.evidence;

import org.jspecify.annotations.NullMarked;
