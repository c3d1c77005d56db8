package io.rowtrail.spark.plan;

import java.lang.reflect.Field;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.internal.SessionState;
import org.jspecify.annotations.Nullable;

/** A session's analyser with something done to each plan before it, and its analyses perhaps tried twice. */
final class SessionAnalyzer extends Analyzer {
    /** Null only while the superclass is made, which asks for the catalogs. */
    private final @Nullable Analyzer analyzer;

    private final UnaryOperator<LogicalPlan> early;
    private final UnaryOperator<Supplier<LogicalPlan>> attempt;

    private SessionAnalyzer(
            Analyzer analyzer, UnaryOperator<LogicalPlan> early, UnaryOperator<Supplier<LogicalPlan>> attempt) {
        // Of all constructors the one that each line of Spark has.
        super(analyzer.catalogManager().v1SessionCatalog());
        this.analyzer = analyzer;
        this.early = early;
        this.attempt = attempt;
    }

    /** Puts this in the place of the session's analyser, once; Spark has no hook around it. */
    static synchronized void install(
            SessionState state, UnaryOperator<LogicalPlan> early, UnaryOperator<Supplier<LogicalPlan>> attempt) {
        if (state.analyzer() instanceof SessionAnalyzer) {
            return;
        }
        try {
            Field field = SessionState.class.getDeclaredField("analyzer");
            field.setAccessible(true);
            field.set(state, new SessionAnalyzer(state.analyzer(), early, attempt));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Spark keeps its analyser elsewhere", e);
        }
    }

    private Analyzer session() {
        if (analyzer == null) {
            throw new IllegalStateException("not made yet");
        }
        return analyzer;
    }

    private LogicalPlan early(LogicalPlan plan) {
        return plan.analyzed() ? plan : early.apply(plan);
    }

    @Override
    public LogicalPlan executeAndCheck(LogicalPlan plan, QueryPlanningTracker tracker) {
        return plan.analyzed()
                ? plan
                : attempt.apply(() -> session().executeAndCheck(early(plan), tracker)).get();
    }

    @Override
    public LogicalPlan execute(LogicalPlan plan) {
        return session().execute(early(plan));
    }

    @Override
    public void checkAnalysis(LogicalPlan plan) {
        session().checkAnalysis(plan);
    }

    @Override
    public CatalogManager catalogManager() {
        return analyzer == null ? super.catalogManager() : analyzer.catalogManager();
    }
}
