/**
 * What executors ask the service: the traces of ordinals, for the SQL function {@code rt_trace_ids}. The only place where a
 * task waits for the service, and only in a query whose author asks for it; nothing here fails a task.
 */
@NullMarked
package io.rowtrail.spark.lookup;

import org.jspecify.annotations.NullMarked;
