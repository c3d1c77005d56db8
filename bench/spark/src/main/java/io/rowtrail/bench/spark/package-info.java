/**
 * What row tags cost a Spark job: the queries of TPC-H written to Iceberg tables, in pairs with and without tags. A module of
 * its own, since Spark's libraries and the stack's do not agree.
 */
@NullMarked
package io.rowtrail.bench.spark;

import org.jspecify.annotations.NullMarked;
