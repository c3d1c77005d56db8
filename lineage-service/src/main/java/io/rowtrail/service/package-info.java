/**
 * The lineage service: the one process that speaks HTTP. It wires the audit log, the graph and the lake together and
 * holds nothing of its own but projections that can be dropped and rebuilt from the log. Packages below are by subject;
 * this one holds only the configuration that several subjects share.
 */
@NullMarked
package io.rowtrail.service;

import org.jspecify.annotations.NullMarked;
