/** The rules of tags: a naive interpreter of them, that interpreter against counterfactuals, and Spark against it. */
package io.rowtrail.spark.tags;
