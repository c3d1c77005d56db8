package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.tags.TagSources.TaggedTable;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Runs queries over tables of {@link MemoryCatalog}, as they are or with tags, without writing anything. */
final class TaggedQuery {
    private final SparkSession session;
    private final Map<String, Stored> tables;

    TaggedQuery(SparkSession session, Map<String, Stored> tables) {
        this.session = session;
        this.tables = tables;
        tables.forEach((name, table) -> MemoryCatalog.put(name, schema(table)));
    }

    private static StructType schema(Stored table) {
        StructType schema = new StructType();
        for (int i = 0; i < table.texts().size(); i++) {
            schema = schema.add("x" + i, table.texts().get(i) ? DataTypes.StringType : DataTypes.LongType);
        }
        return table.tagged() ? schema.add(TagRewriter.TAG_NAME, DataTypes.BinaryType) : schema;
    }

    /** What the rewritten query yields and promises. */
    record Answer(Stored stored, Verdict verdict, LogicalPlan plan) {}

    LogicalPlan analysed(String query) {
        return session.sql(query).queryExecution().analyzed();
    }

    /** The rows that stock Spark yields. */
    List<Row> plain(LogicalPlan analysed) {
        return collect(analysed);
    }

    Answer tagged(LogicalPlan analysed, List<Boolean> texts) {
        return tagged(analysed, texts, TagStyle.sets(Bound.DEFAULT));
    }

    Answer tagged(LogicalPlan analysed, List<Boolean> texts, TagStyle style) {
        TagSources sources = new TagSources(
                table -> {
                    throw new IllegalStateException("no change tables here");
                },
                relation -> believed(tables.get(relation.table().name())));
        TagRewriter.Result result = new TagRewriter(sources, style).rewriteQuery(analysed);
        sameSchema(analysed, result);
        List<Stored.Row> rows = new ArrayList<>();
        for (Row row : collect(result.plan())) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                values.add(row.get(i));
            }
            boolean has = row.size() > texts.size();
            rows.add(new Stored.Row(values, has ? TagSet.decode((byte[]) row.get(texts.size())) : TagSet.EMPTY));
        }
        Stored stored =
                new Stored(texts, rows, result.tag() != null, result.absence(), result.through(), result.decided());
        return new Answer(stored, result.verdict(), result.plan());
    }

    private static TaggedTable believed(Stored table) {
        return new TaggedTable.Believed(table.absence(), table.through(), table.decided(), false);
    }

    private static void sameSchema(LogicalPlan analysed, TagRewriter.Result result) {
        List<Attribute> wanted = Nodes.output(analysed);
        List<Attribute> actual = Nodes.output(result.plan());
        if (actual.size() != wanted.size() + (result.tag() == null ? 0 : 1)) {
            throw new IllegalStateException("columns " + actual + " instead of " + wanted);
        }
        for (int i = 0; i < wanted.size(); i++) {
            Attribute before = wanted.get(i);
            Attribute after = actual.get(i);
            if (!before.name().equals(after.name())
                    || !before.dataType().equals(after.dataType())
                    || before.nullable() != after.nullable()) {
                throw new IllegalStateException("column " + before + " became " + after);
            }
        }
    }

    private List<Row> collect(LogicalPlan plan) {
        return new MemoryRun(session, this::rows).collect(plan);
    }

    private List<Object[]> rows(String table, List<String> columns) {
        List<Object[]> rows = new ArrayList<>();
        for (Stored.Row row : tables.get(table).rows()) {
            rows.add(columns.stream()
                    .map(column -> column.equals(TagRewriter.TAG_NAME)
                            ? row.tags().encode()
                            : row.values().get(Integer.parseInt(column.substring(1))))
                    .toArray());
        }
        return rows;
    }
}
