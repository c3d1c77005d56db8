package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * The tag column of a relation. To the job it behaves like {@code _metadata}: the relation is read without it, so it is in no
 * {@code *} and no schema, and the table offers it as a metadata column, so it is found by its name.
 */
final class TagColumn {
    private static final String SPARKS_MARK = "__metadata_col";
    private static final String OUR_MARK = "rowtrail.named";

    private TagColumn() {}

    static boolean isTag(Attribute column) {
        return column.name().equalsIgnoreCase(RowtrailColumns.TAGS);
    }

    /**
     * {@code relation} without its tag column; itself when there is nothing to hide.
     *
     * @param offering makes the table offer the column as a metadata column, where it can
     */
    static DataSourceV2Relation hidden(DataSourceV2Relation relation, UnaryOperator<Table> offering) {
        List<AttributeReference> kept = new ArrayList<>();
        boolean found = false;
        for (AttributeReference column : Seqs.<AttributeReference>java(relation.output())) {
            boolean hide = isTag(column) && !isNamed(column);
            found |= hide;
            if (!hide) {
                kept.add(column);
            }
        }
        return found ? copy(relation, offering.apply(relation.table()), kept) : relation;
    }

    /** Whether a query, or our own rewrite, asked for the column. */
    static boolean isNamed(Attribute column) {
        return isOffered(column) || column.metadata().contains(OUR_MARK);
    }

    /**
     * {@code relation} with the tag column, if it was asked for, no longer marked as metadata: Spark loads the table again
     * before it runs the query, and would miss it there.
     */
    static DataSourceV2Relation settled(DataSourceV2Relation relation) {
        List<AttributeReference> columns = new ArrayList<>();
        boolean found = false;
        for (AttributeReference column : Seqs.<AttributeReference>java(relation.output())) {
            boolean mark = isTag(column) && isOffered(column);
            found |= mark;
            columns.add(mark ? column.withMetadata(ours()) : column);
        }
        return found ? copy(relation, relation.table(), columns) : relation;
    }

    /** Whether it was found as a metadata column. */
    static boolean isOffered(Attribute column) {
        return column.metadata().contains(SPARKS_MARK);
    }

    /** Of a metadata column. */
    static Metadata sparks() {
        return new MetadataBuilder().putString(SPARKS_MARK, RowtrailColumns.TAGS).build();
    }

    /** Of a column that somebody asked for. */
    static Metadata ours() {
        return new MetadataBuilder().putBoolean(OUR_MARK, true).build();
    }

    /**
     * A relation read with its tag column.
     *
     * @param relation has the column in its output
     */
    record Read(DataSourceV2Relation relation, Attribute tag) {}

    /** {@code relation} read with its tag column; empty when its table has none. */
    static Optional<Read> read(DataSourceV2Relation relation) {
        boolean has = Arrays.stream(relation.table().columns())
                .anyMatch(column -> column.name().equalsIgnoreCase(RowtrailColumns.TAGS));
        if (!has) {
            return Optional.empty();
        }
        List<AttributeReference> columns = new ArrayList<>(Seqs.<AttributeReference>java(relation.output()));
        for (AttributeReference column : columns) {
            if (isTag(column)) {
                return Optional.of(new Read(relation, column));
            }
        }
        AttributeReference tag =
                Nodes.attribute(RowtrailColumns.TAGS, DataTypes.BinaryType, true).withMetadata(ours());
        columns.add(tag);
        return Optional.of(new Read(copy(relation, relation.table(), columns), tag));
    }

    private static DataSourceV2Relation copy(
            DataSourceV2Relation relation, Table table, List<AttributeReference> columns) {
        return (DataSourceV2Relation) Nodes.withFirst(relation, table, Seqs.of(columns));
    }
}
