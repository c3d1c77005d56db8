/**
 * The one place where Catalyst's Scala is spoken from Java: sequences, constructors whose arity differs between Spark
 * lines, walks over plans and their subqueries. It knows nothing of tags, lineage or events.
 */
@NullMarked
package io.rowtrail.spark.plan;

import org.jspecify.annotations.NullMarked;
