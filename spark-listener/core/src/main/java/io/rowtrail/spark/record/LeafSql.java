package io.rowtrail.spark.record;

import io.rowtrail.spark.current.ChangeTable;
import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.iceberg.IcebergTables;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** What a plan reads: tables as of the snapshot that was read, states up to their pin, rows in the plan itself. */
final class LeafSql {
    private static final int MOST_VALUES = 2_000;

    private final Names names;
    private final List<Read> reads = new ArrayList<>();

    LeafSql(Names names) {
        this.names = names;
    }

    /**
     * A table that the text names.
     *
     * @param name dotted, with its catalogue; quoted only where it must be
     * @param state the change table and its pin, when its current state is read
     */
    record Read(String name, DataSourceV2Relation relation, Optional<ChangeTable> state) {}

    /** In the order of the text. */
    List<Read> reads() {
        return reads;
    }

    Said current(CurrentState state, Set<ExprId> needed) {
        LogicalPlan child = state.child();
        while (child instanceof SubqueryAlias alias) {
            child = alias.child();
        }
        ChangeTable table = state.table().orElseThrow();
        if (!(child instanceof DataSourceV2Relation relation) || !table.without().isEmpty()) {
            throw new UnsayableException("a state of what is no table");
        }
        String name = dotted(relation);
        reads.add(new Read(name, relation, Optional.of(table)));
        return columns(state, needed, "rowtrail_current(" + Names.text(name) + ", " + table.completeThrough() + ")");
    }

    Said of(LogicalPlan leaf, Set<ExprId> needed) {
        if (leaf instanceof DataSourceV2Relation relation) {
            return table(relation, needed);
        } else if (leaf instanceof OneRowRelation) {
            return new Said("", List.of(), List.of());
        } else if (leaf instanceof Range range && !leaf.isStreaming()) {
            return columns(leaf, needed, "range(" + range.start() + "L, " + range.end() + "L, " + range.step() + "L)");
        } else if (leaf instanceof LocalRelation local && !leaf.isStreaming()) {
            return values(local);
        }
        throw new UnsayableException("rows that no query can name: " + leaf.nodeName());
    }

    private Said table(DataSourceV2Relation relation, Set<ExprId> needed) {
        for (Attribute column : Nodes.output(relation)) {
            if (needed.contains(column.exprId()) && column.name().equalsIgnoreCase(RowtrailColumns.TAGS)) {
                throw new UnsayableException("the tag column itself is read");
            }
        }
        if (!relation.options().isEmpty()) {
            throw new UnsayableException("a table read with options");
        }
        String name = parts(relation).stream().map(Names::quoted).collect(Collectors.joining("."));
        reads.add(new Read(dotted(relation), relation, Optional.empty()));
        return columns(
                relation,
                needed,
                IcebergTables.snapshotId(relation.table())
                        .map(snapshot -> name + " VERSION AS OF " + snapshot)
                        .orElse(name));
    }

    private Said columns(LogicalPlan leaf, Set<ExprId> needed, String from) {
        List<String> items = new ArrayList<>();
        List<String> given = new ArrayList<>();
        List<Said.Column> columns = new ArrayList<>();
        for (Attribute column : Nodes.output(leaf)) {
            if (needed.contains(column.exprId())) {
                String name = names.column();
                items.add(Names.quoted(column.name()) + " AS " + name);
                given.add(name);
                columns.add(new Said.Column(column.exprId(), name));
            }
        }
        if (items.isEmpty()) {
            given.add(names.column());
            items.add("1 AS " + given.get(0));
        }
        return new Said("SELECT " + String.join(", ", items) + " FROM " + from, given, columns);
    }

    private static String dotted(DataSourceV2Relation relation) {
        return parts(relation).stream()
                .map(part -> part.matches("[A-Za-z_][A-Za-z0-9_]*") ? part : Names.quoted(part))
                .collect(Collectors.joining("."));
    }

    private static List<String> parts(DataSourceV2Relation relation) {
        Optional<CatalogPlugin> catalog = Seqs.java(relation.catalog());
        Optional<Identifier> identifier = Seqs.java(relation.identifier());
        if (catalog.isEmpty() || identifier.isEmpty()) {
            throw new UnsayableException("a table that is in no catalogue");
        }
        List<String> parts = new ArrayList<>(List.of(catalog.get().name()));
        parts.addAll(List.of(identifier.get().namespace()));
        parts.add(identifier.get().name());
        return parts;
    }

    private Said values(LocalRelation local) {
        List<Attribute> output = Nodes.output(local);
        List<InternalRow> rows = Seqs.java(local.data());
        List<Said.Column> columns = new ArrayList<>();
        output.forEach(column -> columns.add(new Said.Column(column.exprId(), names.column())));
        List<String> given = columns.stream().map(Said.Column::name).toList();
        if (rows.size() * output.size() > MOST_VALUES || output.isEmpty()) {
            throw new UnsayableException(rows.size() + " rows in the plan itself");
        }
        if (rows.isEmpty()) {
            List<String> items = new ArrayList<>();
            for (int i = 0; i < output.size(); i++) {
                items.add("CAST(NULL AS " + output.get(i).dataType().sql() + ") AS " + given.get(i));
            }
            return new Said("SELECT * FROM (SELECT " + String.join(", ", items) + ") WHERE false", given, columns);
        }
        List<String> tuples = new ArrayList<>();
        for (InternalRow row : rows) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < output.size(); i++) {
                Object value = row.isNullAt(i) ? null : row.get(i, output.get(i).dataType());
                values.add(LiteralSql.of(new Literal(value, output.get(i).dataType())));
            }
            tuples.add("(" + String.join(", ", values) + ")");
        }
        return new Said(
                "SELECT * FROM VALUES " + String.join(", ", tuples) + " AS t(" + String.join(", ", given) + ")",
                given,
                columns);
    }
}
