package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Runs queries over the states of change tables: as they are, with tags, and with ghosts. */
final class AbsentQuery {
    private static final String SUFFIX = "_changes";

    private final MemoryRun run;
    private final TagSources sources;

    /** Over change tables that the catalog has already. */
    AbsentQuery(SparkSession session, MemoryRun.Rows tables) {
        this.run = new MemoryRun(session, tables);
        this.sources = new TagSources(
                table -> Absence.anyOf(0, table.completeThrough()),
                relation -> {
                    throw new IllegalStateException("no stored tables here");
                });
    }

    static AbsentQuery over(SparkSession session, Map<String, ChangeHistory> histories, Stored untagged) {
        StructType state = new StructType()
                .add("x0", DataTypes.LongType)
                .add("x1", DataTypes.StringType)
                .add("x2", DataTypes.StringType)
                .add("x3", DataTypes.LongType);
        StructType changes = state.add(RowtrailColumns.OP, DataTypes.StringType)
                .add(RowtrailColumns.TX, DataTypes.LongType)
                .add(RowtrailColumns.SEQ, DataTypes.IntegerType);
        Map<String, String> properties = Map.of(
                RowtrailProperties.KEY, "x0,x1",
                RowtrailProperties.SOURCE, "test",
                RowtrailProperties.COMPLETE_THROUGH, Long.toString(Stored.PIN));
        histories.keySet().forEach(name -> MemoryCatalog.put(name + SUFFIX, changes, properties));
        MemoryCatalog.put("u", state);
        return new AbsentQuery(session, (table, columns) -> rows(table, columns, histories, untagged));
    }

    private static List<Object[]> rows(
            String table, List<String> columns, Map<String, ChangeHistory> histories, Stored untagged) {
        List<Object[]> rows = new ArrayList<>();
        if (table.equals("u")) {
            untagged.rows().forEach(row -> rows.add(columns.stream()
                    .map(column -> row.values().get(Integer.parseInt(column.substring(1))))
                    .toArray()));
            return rows;
        }
        for (ChangeHistory.Change change : histories.get(table.replace(SUFFIX, "")).changes()) {
            rows.add(columns.stream().map(column -> value(change, column)).toArray());
        }
        return rows;
    }

    private static Object value(ChangeHistory.Change change, String column) {
        return switch (column) {
            case "x0" -> (long) change.a();
            case "x1" -> change.b();
            case "x2" -> change.value();
            case "x3" -> change.amount() == null ? null : change.amount().longValue();
            case RowtrailColumns.OP -> change.op();
            case RowtrailColumns.TX -> change.tx();
            case RowtrailColumns.SEQ -> change.seq();
            default -> throw new IllegalArgumentException(column);
        };
    }

    LogicalPlan analysed(String query) {
        return run.analysed(query);
    }

    List<List<String>> plain(LogicalPlan analysed) {
        return run.collect(analysed).stream().map(row -> text(row, row.size())).toList();
    }

    /** The rows with the tags that an eager run would write. */
    List<Found> eager(LogicalPlan analysed) {
        TagRewriter.Result result = new TagRewriter(sources, Bound.DEFAULT).rewriteQuery(analysed);
        int columns = Nodes.output(analysed).size();
        return run.collect(result.plan()).stream()
                .map(row -> new Found(
                        text(row, columns),
                        result.tag() == null ? TagSet.EMPTY : set(row, columns),
                        TagSet.EMPTY,
                        true))
                .toList();
    }

    /** A row or a ghost. */
    record Found(List<String> values, TagSet tags, TagSet absence, boolean live) {}

    /**
     * The answer with ghosts.
     *
     * @param fixed for each column whether other rows do not decide it
     */
    record Answer(List<Found> rows, TagSet beyond, List<Boolean> fixed, Verdict verdict) {}

    /** No more rows than one more than {@code most}. */
    Answer withGhosts(LogicalPlan analysed, int most) {
        AbsenceRewriter.Result result = new AbsenceRewriter(sources, Bound.DEFAULT).rewriteQuery(analysed);
        List<Attribute> output = Nodes.output(analysed);
        int columns = output.size();
        Alias beyond = Nodes.alias(result.beyond(), "_rt_beyond");
        List<NamedExpression> all = new ArrayList<>(Nodes.output(result.plan()));
        all.add(beyond);
        LogicalPlan plan = new GlobalLimit(
                Literal.create(most + 1, DataTypes.IntegerType), Nodes.project(all, result.plan()));
        List<Row> rows = run.collect(plan);
        List<Found> found = rows.stream()
                .map(row -> new Found(
                        text(row, columns), set(row, columns), set(row, columns + 1), row.getBoolean(columns + 2)))
                .toList();
        List<Boolean> fixed = output.stream()
                .map(column -> result.decided().stream().noneMatch(other -> Nodes.sameId(other, column)))
                .toList();
        TagSet anything = rows.isEmpty() ? TagSet.unknown() : set(rows.get(0), columns + 3);
        return new Answer(found, anything, fixed, result.verdict());
    }

    private static TagSet set(Row row, int column) {
        return TagSet.decode((byte[]) row.get(column));
    }

    private static List<String> text(Row row, int columns) {
        return IntStream.range(0, columns)
                .mapToObj(i -> String.valueOf(row.get(i)))
                .toList();
    }
}
