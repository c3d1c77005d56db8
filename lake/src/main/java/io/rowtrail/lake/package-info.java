/**
 * Iceberg without Spark: the catalogue (JDBC or REST), files (local or in an object store), the layout of change tables, and bounded row
 * reads. Values that leave this package towards the service are neutral Java values; nothing of Iceberg's or Hadoop's
 * types is in {@link io.rowtrail.lake.LakeReader}. Debezium, HTTP and lineage must not be known here.
 */
@NullMarked
package io.rowtrail.lake;

import org.jspecify.annotations.NullMarked;
