package io.rowtrail.spark.plan;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/** Rules that see a plan before any of its relations is looked up: on Spark 4 those of the hints. */
public final class EarlyRules {
    private EarlyRules() {}

    /**
     * Has {@code rule}, made for each session, applied to every plan.
     *
     * @param guard runs what must not harm the job; not needed on Spark 4
     */
    public static void inject(
            SparkSessionExtensions extensions, Supplier<Rule<LogicalPlan>> rule, Consumer<Runnable> guard) {
        extensions.injectHintResolutionRule(session -> rule.get());
    }
}
