package io.rowtrail.spark.lineage;

import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/**
 * One pass over an analysed plan, children first: the origins of each column by its expression id. What an operator passes on
 * keeps its id, so only operators that make columns, or decide on rows, need a word here.
 */
public final class LineageFold {
    private final Map<ExprId, Set<Origin>> origins = new HashMap<>();
    private final Map<Long, LogicalPlan> definitions = new HashMap<>();
    private final Map<DatasetName, InputDataset> inputs = new LinkedHashMap<>();
    private final SortedSet<Origin> context = new TreeSet<>();
    private final ExpressionOrigins expressions = new ExpressionOrigins(origins, this::subquery);

    private LineageFold() {}

    /** The lineage of {@code query}, which is analysed. */
    public static ColumnLineage of(LogicalPlan query) {
        LineageFold fold = new LineageFold();
        fold.visit(query);
        TreeMap<String, SortedSet<Origin>> fields = new TreeMap<>();
        for (Attribute column : Nodes.output(query)) {
            Set<Origin> found = fold.origins.getOrDefault(column.exprId(), Set.of());
            if (!found.isEmpty() && !Datasets.isOurs(column.name())) {
                fields.computeIfAbsent(column.name(), name -> new TreeSet<>()).addAll(found);
            }
        }
        return new ColumnLineage(
                Datasets.fields(query), fields, fold.context, new ArrayList<>(fold.inputs.values()));
    }

    private void visit(LogicalPlan plan) {
        // A definition is visited before what refers to it: it is among the children, and before the plan.
        List<LogicalPlan> children = new ArrayList<>(Nodes.children(plan));
        children.sort(java.util.Comparator.comparing(child -> !(child instanceof CTERelationDef)));
        children.forEach(this::visit);
        if (plan instanceof CTERelationRef reference) {
            refer(reference);
        } else if (plan.children().isEmpty()) {
            leaf(plan);
        } else if (plan instanceof CTERelationDef definition) {
            definitions.put(definition.id(), definition.child());
        } else if (plan instanceof CurrentState state) {
            pinned(state);
        } else if (plan instanceof Project project) {
            columns(Seqs.java(project.projectList()));
        } else if (plan instanceof Aggregate aggregate) {
            columns(Seqs.java(aggregate.aggregateExpressions()));
            decide(Seqs.java(aggregate.groupingExpressions()), Step.Subtype.GROUP_BY);
        } else if (plan instanceof Window window) {
            columns(Seqs.java(window.windowExpressions()));
        } else if (plan instanceof Filter filter) {
            decide(List.of(filter.condition()), Step.Subtype.FILTER);
        } else if (plan instanceof Join join) {
            decide(Seqs.java(join.condition()).stream().toList(), Step.Subtype.JOIN);
        } else if (plan instanceof Sort sort) {
            decide(Seqs.java(sort.order()), Step.Subtype.SORT);
        } else if (plan instanceof Distinct) {
            decide(Nodes.output(plan), Step.Subtype.GROUP_BY);
        } else if (plan instanceof Deduplicate deduplicate) {
            decide(Seqs.java(deduplicate.keys()), Step.Subtype.GROUP_BY);
        } else if (plan instanceof Union union) {
            unite(union);
        } else if (plan instanceof Generate generate) {
            generate(generate);
        } else if (plan instanceof Expand expand) {
            expand(expand);
        }
    }

    private void leaf(LogicalPlan leaf) {
        Datasets.of(leaf).ifPresent(dataset -> {
            inputs.putIfAbsent(dataset.name(), dataset);
            for (Attribute column : Nodes.output(leaf)) {
                if (!Datasets.isOurs(column.name())) {
                    add(column, Set.of(new Origin(dataset.name(), column.name(), Step.IDENTITY)));
                }
            }
        });
    }

    private void pinned(CurrentState state) {
        LogicalPlan inner = state.child();
        while (inner.children().size() == 1) {
            inner = inner.children().apply(0);
        }
        Datasets.of(inner)
                .ifPresent(dataset -> inputs.put(
                        dataset.name(),
                        new InputDataset(
                                dataset.name(),
                                dataset.location(),
                                dataset.columns(),
                                dataset.snapshot(),
                                state.table())));
    }

    private void refer(CTERelationRef reference) {
        LogicalPlan definition = definitions.get(reference.cteId());
        if (definition != null) {
            copy(Nodes.output(definition), Nodes.output(reference));
        }
    }

    private void unite(Union union) {
        List<Attribute> output = Nodes.output(union);
        List<LogicalPlan> sides = Nodes.children(union);
        sides.forEach(side -> copy(Nodes.output(side), output));
    }

    private void copy(List<Attribute> from, List<Attribute> to) {
        for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
            add(to.get(i), origins.getOrDefault(from.get(i).exprId(), Set.of()));
        }
    }

    private void generate(Generate generate) {
        Set<Origin> made = expressions.of((Expression) generate.generator(), Step.TRANSFORMATION);
        Seqs.<Attribute>java(generate.generatorOutput()).forEach(column -> add(column, made));
    }

    private void expand(Expand expand) {
        List<Attribute> output = Nodes.output(expand);
        for (List<Expression> values : Seqs.<Expression>nested(expand.projections())) {
            for (int i = 0; i < output.size(); i++) {
                add(output.get(i), expressions.of(values.get(i), Step.IDENTITY));
            }
        }
    }

    private void columns(List<NamedExpression> columns) {
        for (NamedExpression column : columns) {
            if (!(column instanceof Attribute)) {
                add(column.toAttribute(), expressions.of((Expression) column, Step.IDENTITY));
            }
        }
    }

    private void decide(Collection<? extends Expression> deciding, Step.Subtype subtype) {
        for (Expression expression : deciding) {
            context.addAll(expressions.of(expression, Step.of(subtype)));
        }
    }

    /** A subquery's own columns are visited like any; its value is its first column. */
    private Set<Origin> subquery(LogicalPlan plan) {
        visit(plan);
        Set<Origin> found = new TreeSet<>();
        Nodes.output(plan).forEach(column -> found.addAll(origins.getOrDefault(column.exprId(), Set.of())));
        return found;
    }

    private void add(Attribute column, Set<Origin> found) {
        if (!found.isEmpty()) {
            origins.computeIfAbsent(column.exprId(), id -> new TreeSet<>()).addAll(List.copyOf(found));
        }
    }
}
