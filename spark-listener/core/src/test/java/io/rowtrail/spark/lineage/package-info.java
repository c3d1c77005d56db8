/** Column lineage against OpenLineage's own golden cases. */
package io.rowtrail.spark.lineage;
