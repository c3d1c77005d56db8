/** The events of real write commands. */
package io.rowtrail.spark.events;
