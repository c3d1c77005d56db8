package io.rowtrail.spark.plan;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/** Rules that see a plan before any of its relations is looked up: on Spark 4 those of the hints. */
public final class EarlyRules {
    private EarlyRules() {}

    /** {@code rule} for all parts of a plan as it was parsed; Spark 4's hints come when they are in their places. */
    public static Rule<LogicalPlan> everywhere(Rule<LogicalPlan> rule) {
        return rule;
    }

    /**
     * Has {@code rule}, made for each session, applied to every plan, and each analysis tried by way of
     * {@code attempt}.
     *
     * @param guard runs what must not harm the job
     */
    public static void inject(
            SparkSessionExtensions extensions,
            Supplier<Rule<LogicalPlan>> rule,
            UnaryOperator<Supplier<LogicalPlan>> attempt,
            Consumer<Runnable> guard) {
        extensions.injectHintResolutionRule(session -> rule.get());
        extensions.injectParser((session, parser) -> SessionParser.of(
                parser,
                () -> guard.accept(() -> SessionAnalyzer.install(session.sessionState(), plan -> plan, attempt)),
                plan -> plan));
    }
}
