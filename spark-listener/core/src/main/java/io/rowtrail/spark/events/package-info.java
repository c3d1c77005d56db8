/**
 * OpenLineage events: what is said of a run, when, and how it reaches the service. Nothing here is called on the job's own
 * threads but a bounded hand-over; what cannot be sent waits on disk, and every loss is counted.
 */
@NullMarked
package io.rowtrail.spark.events;

import org.jspecify.annotations.NullMarked;
