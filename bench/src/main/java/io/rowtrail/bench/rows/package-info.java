/** Both questions about rows, asked of a service whose change store and lake are large. */
@NullMarked
package io.rowtrail.bench.rows;

import org.jspecify.annotations.NullMarked;
