package io.rowtrail.recompute.plan;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Reads a recorded text as if an enemy had written it: queries only, made of the operators that the recorder writes, tables of
 * one catalogue only, and no function that reaches outside the query.
 */
final class SafeText {
    private static final Set<String> OPERATORS = Set.of(
            "Project",
            "Filter",
            "Join",
            "LateralJoin",
            "Aggregate",
            "Distinct",
            "Union",
            "Intersect",
            "Except",
            "Sort",
            "GlobalLimit",
            "LocalLimit",
            "Offset",
            "Sample",
            "Generate",
            "SubqueryAlias",
            "UnresolvedSubqueryColumnAliases",
            "UnresolvedInlineTable",
            "LocalRelation",
            "OneRowRelation",
            "UnresolvedRelation",
            "RelationTimeTravel",
            "UnresolvedTableValuedFunction");
    /** They call into the virtual machine, read files, or tell of the worker. */
    private static final Set<String> REFUSED = Set.of(
            "java_method",
            "reflect",
            "try_reflect",
            "from_avro",
            "from_protobuf",
            "to_protobuf",
            "to_avro",
            "schema_of_avro",
            "input_file_name",
            "input_file_block_start",
            "input_file_block_length",
            "version",
            "raise_error",
            "assert_true");

    private final ParserInterface parser;
    private final String catalogue;

    SafeText(ParserInterface parser, String catalogue) {
        this.parser = parser;
        this.catalogue = catalogue;
    }

    /** @throws FacetException if the text is anything but such a query */
    LogicalPlan parse(String sql) {
        LogicalPlan plan;
        try {
            plan = parser.parsePlan(sql);
        } catch (Exception | StackOverflowError e) {
            throw new FacetException("the recorded plan is no query that Spark reads", e);
        }
        Walk.each(plan, this::check);
        return plan;
    }

    private void check(LogicalPlan node) {
        String kind = node.getClass().getSimpleName();
        if (!OPERATORS.contains(kind)) {
            throw new FacetException("the recorded plan has an operator that is not run: " + kind);
        }
        if (node instanceof UnresolvedRelation relation) {
            table(Seqs.java(relation.multipartIdentifier()));
            if (!relation.options().isEmpty() || relation.isStreaming()) {
                throw new FacetException("the recorded plan reads a table with options");
            }
        } else if (node instanceof RelationTimeTravel travel) {
            check(travel.relation());
            boolean numbered = travel.version().isDefined()
                    && travel.version().get().matches("[0-9]{1,19}")
                    && travel.timestamp().isEmpty();
            if (!numbered) {
                throw new FacetException("the recorded plan reads a table at something else than a snapshot");
            }
        } else if (node instanceof UnresolvedTableValuedFunction function) {
            tableFunction(Seqs.java(function.name()), Seqs.java(function.functionArgs()));
        }
        Nodes.expressions(node).forEach(expression -> Walk.each(expression, SafeText::check));
    }

    private void table(List<String> parts) {
        if (parts.size() < 2 || !parts.get(0).equals(catalogue)) {
            throw new FacetException("the recorded plan reads a table outside the lake");
        }
    }

    private void tableFunction(List<String> name, List<Expression> arguments) {
        boolean current = name.equals(List.of("rowtrail_current"));
        if (!current && !name.equals(List.of("range"))) {
            throw new FacetException("the recorded plan calls a function that is not run: " + String.join(".", name));
        }
        if (current) {
            if (arguments.size() != 2 || !(arguments.get(0) instanceof Literal literal) || literal.value() == null) {
                throw new FacetException("the recorded plan reads a state without its pin");
            }
            table(parts(literal.value().toString()));
        }
    }

    private static List<String> parts(String name) {
        try {
            return Seqs.java(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(name));
        } catch (Exception e) {
            throw new FacetException("the recorded plan reads a table outside the lake", e);
        }
    }

    private static void check(Expression expression) {
        if (expression instanceof UnresolvedFunction function) {
            function(Seqs.java(function.nameParts()));
        } else if (expression instanceof UnresolvedGenerator generator) {
            function(List.of(generator.name().unquotedString()));
        } else if (!expression.getClass().getName().startsWith("org.apache.spark.sql.catalyst.")) {
            throw new FacetException("the recorded plan has an expression that is not run");
        }
    }

    private static void function(List<String> parts) {
        String name = String.join(".", parts).toLowerCase(Locale.ROOT);
        boolean builtIn =
                parts.size() == 1 && FunctionRegistry$.MODULE$.builtin().functionExists(new FunctionIdentifier(name));
        if (!builtIn || REFUSED.contains(name) || name.startsWith("xpath")) {
            throw new FacetException("the recorded plan calls a function that is not run: " + name);
        }
    }
}
