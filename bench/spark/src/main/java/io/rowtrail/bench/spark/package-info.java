/**
 * What row tags cost a Spark job: the queries of TPC-H written to Iceberg tables, in pairs with and without tags; and what
 * exact answers about their rows take. A module of its own, since Spark's libraries and the stack's do not agree.
 */
@NullMarked
package io.rowtrail.bench.spark;

import org.jspecify.annotations.NullMarked;
