package io.rowtrail.spark.record;

import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/**
 * An analysed plan in words: each node one subquery, its columns named c0, c1, … where they are made. A projection that only
 * renames or picks has no words, so the text says nothing of how often a query was wrapped, and read again gives itself.
 */
final class PlanSql {
    private final Names names = new Names();
    private final LeafSql leaves = new LeafSql(names);
    private final ExpressionSql expressions = new ExpressionSql(names, new Inner());
    private final RowSql rows = new RowSql(this, names, expressions);
    private final GroupSql groups = new GroupSql(this, names, expressions);

    /** The text of {@code query}, its columns in order. */
    String of(LogicalPlan query) {
        return columns(Nodes.inlined(query), Scope.NONE);
    }

    List<LeafSql.Read> reads() {
        return leaves.reads();
    }

    /** What of it the inputs do not determine. */
    Set<String> nondeterministic() {
        return expressions.nondeterministic();
    }

    private final class Inner implements ExpressionSql.Subqueries {
        @Override
        public String columns(LogicalPlan plan, Scope inside) {
            return PlanSql.this.columns(plan, inside);
        }

        @Override
        public String rows(LogicalPlan plan, Scope inside) {
            return PlanSql.this.whole(say(plan, inside, Set.of())).sql();
        }
    }

    private String columns(LogicalPlan plan, Scope scope) {
        return exactly(plan, scope).sql();
    }

    /** {@code plan} with all its columns, in order, and no others. */
    Said exactly(LogicalPlan plan, Scope scope) {
        Said said = whole(say(plan, scope, ids(Nodes.output(plan))));
        Scope over = scope.over(List.of(said));
        List<String> wanted = new ArrayList<>();
        Nodes.output(plan).forEach(column -> wanted.add(over.name(column.exprId(), column.name())));
        return said.exactly(wanted, names);
    }

    /**
     * {@code plan} in words.
     *
     * @param scope only what is around the plan counts
     * @param needed the columns that what stands above reads
     */
    Said say(LogicalPlan plan, Scope scope, Set<ExprId> needed) {
        if (plan instanceof CurrentState state) {
            return leaves.current(state, needed);
        } else if (plan.children().isEmpty()) {
            return leaves.of(plan, needed);
        } else if (isSilent(plan)) {
            return say(Nodes.children(plan).get(0), scope, needed);
        } else if (plan instanceof Project project) {
            return rows.project(project, scope, needed);
        } else if (plan instanceof Filter filter) {
            return rows.filter(filter, scope, needed);
        } else if (plan instanceof Join join) {
            return rows.join(join, scope, needed);
        } else if (plan instanceof LateralJoin lateral) {
            return rows.lateral(lateral, scope, needed);
        } else if (plan instanceof Sort sort) {
            return rows.sort(sort, scope, needed);
        } else if (plan instanceof GlobalLimit limit && limit.child() instanceof LocalLimit local) {
            return rows.limit(limit, local, scope, needed);
        } else if (plan instanceof Offset offset) {
            return rows.offset(offset, scope, needed);
        } else if (plan instanceof Sample sample) {
            return rows.sample(sample, scope, needed);
        } else if (plan instanceof Generate generate) {
            return rows.generate(generate, scope, needed);
        } else if (plan instanceof Expand expand) {
            return rows.expand(expand, scope, needed);
        } else if (plan instanceof Aggregate aggregate) {
            return groups.aggregate(aggregate, scope);
        } else if (plan instanceof Distinct distinct) {
            return groups.distinct(distinct, scope);
        } else if (plan instanceof Deduplicate deduplicate) {
            return groups.deduplicate(deduplicate, scope);
        } else if (plan instanceof Window window) {
            return groups.window(window, scope, needed);
        } else if (plan instanceof Union union && !union.byName()) {
            return groups.union(union, scope);
        } else if (plan instanceof Intersect intersect) {
            return groups.operation(intersect, intersect.isAll() ? "INTERSECT ALL" : "INTERSECT", scope);
        } else if (plan instanceof Except except) {
            return groups.operation(except, except.isAll() ? "EXCEPT ALL" : "EXCEPT", scope);
        }
        throw new UnsayableException("an operator that SQL has no words for: " + plan.nodeName());
    }

    /** Where its rows lie, or what it is called, changes nothing of the result. */
    private static boolean isSilent(LogicalPlan plan) {
        return plan instanceof SubqueryAlias
                || plan instanceof View
                || plan instanceof RepartitionOperation
                || plan instanceof RebalancePartitions
                || plan instanceof ResolvedHint
                || plan instanceof CollectMetrics;
    }

    /** A query that can stand in FROM. */
    Said whole(Said said) {
        if (!said.isOneRow()) {
            return said;
        }
        String name = names.column();
        return new Said("SELECT 1 AS " + name, List.of(name), List.of());
    }

    static Set<ExprId> ids(List<Attribute> columns) {
        Set<ExprId> ids = new HashSet<>();
        columns.forEach(column -> ids.add(column.exprId()));
        return ids;
    }

    /** {@code needed} and what these expressions read. */
    static Set<ExprId> and(Set<ExprId> needed, List<? extends Expression> read) {
        Set<ExprId> all = new HashSet<>(needed);
        for (Expression expression : read) {
            Seqs.<Attribute>java(expression.references()).forEach(column -> all.add(column.exprId()));
        }
        return all;
    }
}
