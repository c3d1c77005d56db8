package io.rowtrail.spark.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.Function2;
import scala.Tuple2;
import scala.runtime.AbstractFunction2;

/**
 * Rules that see a plan before any of its relations is looked up. Spark 3 has no hook so early, so they see what the
 * parser has read, the texts of views among it, and what the analyser is given, which need not come from the parser.
 */
public final class EarlyRules {
    private EarlyRules() {}

    /**
     * {@code rule} for all parts of a plan as it was parsed: also for common table expressions, which are no children of
     * their node yet, and for what stands for an IDENTIFIER(…), which is made when the name is known.
     */
    public static Rule<LogicalPlan> everywhere(Rule<LogicalPlan> rule) {
        return new Everywhere(rule);
    }

    private static final class Everywhere extends Rule<LogicalPlan> {
        private final Rule<LogicalPlan> rule;

        private Everywhere(Rule<LogicalPlan> rule) {
            this.rule = rule;
        }

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            return rule.apply(Walk.up(plan, this::parts));
        }

        private LogicalPlan parts(LogicalPlan node) {
            if (node instanceof UnresolvedWith with) {
                return definitions(with);
            }
            return node instanceof PlanWithUnresolvedIdentifier named ? made(named) : node;
        }

        private LogicalPlan definitions(UnresolvedWith with) {
            List<Tuple2<String, SubqueryAlias>> after = new ArrayList<>();
            for (Tuple2<String, SubqueryAlias> definition :
                    Seqs.<Tuple2<String, SubqueryAlias>>java(with.cteRelations())) {
                after.add(new Tuple2<>(definition._1(), (SubqueryAlias) apply(definition._2())));
            }
            return Nodes.replaced(with, with.cteRelations(), Seqs.of(after));
        }

        @SuppressWarnings("unchecked") // the sequences' types differ between Scala versions
        private LogicalPlan made(PlanWithUnresolvedIdentifier named) {
            Function2<Object, Object, LogicalPlan> builder =
                    (Function2<Object, Object, LogicalPlan>) (Object) named.planBuilder();
            return builder instanceof Made ? named : Nodes.replaced(named, builder, new Made(builder, this));
        }
    }

    private static final class Made extends AbstractFunction2<Object, Object, LogicalPlan> {
        private final Function2<Object, Object, LogicalPlan> builder;
        private final Rule<LogicalPlan> rule;

        private Made(Function2<Object, Object, LogicalPlan> builder, Rule<LogicalPlan> rule) {
            this.builder = builder;
            this.rule = rule;
        }

        @Override
        public LogicalPlan apply(Object name, Object children) {
            return rule.apply(builder.apply(name, children));
        }
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
        extensions.injectParser((session, parser) -> {
            Rule<LogicalPlan> early = rule.get();
            return SessionParser.of(
                    parser,
                    () -> guard.accept(() -> SessionAnalyzer.install(session.sessionState(), early::apply, attempt)),
                    early::apply);
        });
    }
}
