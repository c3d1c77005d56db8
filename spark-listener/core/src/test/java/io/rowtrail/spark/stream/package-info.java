@org.jspecify.annotations.NullMarked
package io.rowtrail.spark.stream;
