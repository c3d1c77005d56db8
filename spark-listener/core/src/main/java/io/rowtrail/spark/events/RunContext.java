package io.rowtrail.spark.events;

import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.config.Guard;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all runs of one Spark application share.
 *
 * @param applicationRun the run of the application itself, parent of each write's
 * @param applicationId not known yet when plugins start
 * @param guard counts our failures
 * @param lookupFailures tag sets that {@code rt_trace_ids} could not look up
 * @param applicationName Spark's, the job's name when none is set
 */
public record RunContext(
        RowtrailOptions options, UUID applicationRun, String applicationName, Supplier<String> applicationId, String sparkVersion, Guard guard,
        LongSupplier lookupFailures) {
    String jobName() {
        return options.jobName().orElse(applicationName);
    }
}
