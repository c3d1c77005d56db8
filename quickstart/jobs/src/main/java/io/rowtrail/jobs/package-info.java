/** The sample's ETL: ordinary Spark SQL scripts and the program that runs them. Nothing here knows of tags. */
@NullMarked
package io.rowtrail.jobs;

import org.jspecify.annotations.NullMarked;
