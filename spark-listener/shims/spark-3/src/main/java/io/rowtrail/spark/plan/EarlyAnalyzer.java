package io.rowtrail.spark.plan;

import java.lang.reflect.Field;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.internal.SessionState;

/** A session's analyser, after one rule more. */
final class EarlyAnalyzer extends Analyzer {
    private final Analyzer analyzer;
    private final Rule<LogicalPlan> rule;

    private EarlyAnalyzer(Analyzer analyzer, Rule<LogicalPlan> rule) {
        super(analyzer.catalogManager());
        this.analyzer = analyzer;
        this.rule = rule;
    }

    /** Puts the rule before the session's analyser, once; Spark 3 has no other way for what does not come from its parser. */
    static synchronized void install(SessionState state, Rule<LogicalPlan> rule) {
        if (state.analyzer() instanceof EarlyAnalyzer) {
            return;
        }
        try {
            Field field = SessionState.class.getDeclaredField("analyzer");
            field.setAccessible(true);
            field.set(state, new EarlyAnalyzer(state.analyzer(), rule));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Spark keeps its analyser elsewhere", e);
        }
    }

    private LogicalPlan early(LogicalPlan plan) {
        return plan.analyzed() ? plan : rule.apply(plan);
    }

    @Override
    public LogicalPlan executeAndCheck(LogicalPlan plan, QueryPlanningTracker tracker) {
        return analyzer.executeAndCheck(early(plan), tracker);
    }

    @Override
    public LogicalPlan execute(LogicalPlan plan) {
        return analyzer.execute(early(plan));
    }

    @Override
    public void checkAnalysis(LogicalPlan plan) {
        analyzer.checkAnalysis(plan);
    }
}
