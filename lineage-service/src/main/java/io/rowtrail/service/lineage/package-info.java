/**
 * Lineage queries over HTTP: reachability, column lineage, the catalogue of datasets, jobs and runs, and what differs
 * between two runs. Shapes follow Marquez; members of ours are additions. All answers come from the graph, bodies of
 * events from the audit log.
 */
@NullMarked
package io.rowtrail.service.lineage;

import org.jspecify.annotations.NullMarked;
