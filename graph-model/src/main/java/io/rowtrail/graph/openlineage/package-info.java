/**
 * The front half of the fold: received OpenLineage 2.0.2 bytes to {@link io.rowtrail.graph.facts.EventFacts}, or a refusal
 * that points at what is wrong. The only place that knows the wire format.
 */
@NullMarked
package io.rowtrail.graph.openlineage;

import org.jspecify.annotations.NullMarked;
