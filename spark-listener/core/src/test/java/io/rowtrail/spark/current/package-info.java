/** The current state of change tables against a plain fold. */
package io.rowtrail.spark.current;
