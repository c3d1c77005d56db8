package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The tag column of a relation of plain files. Its name is in the files and in no catalog: a relation is read without it, and
 * where tags are wanted with it; a file that lacks it has nulls there.
 */
public final class FileColumn {
    /** By name, since not each of them need be on the class path; formats derived from them keep tables of their own. */
    private static final Set<String> HOLDING = Set.of(
            "org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat",
            "org.apache.spark.sql.execution.datasources.orc.OrcFileFormat",
            "org.apache.spark.sql.avro.AvroFileFormat");
    /** What a query reads a Delta table by; Delta's own commands, which read what they write again, have others. */
    private static final String DELTA = "org.apache.spark.sql.delta.files.TahoeLogFileIndex";

    private FileColumn() {}

    /** Whether files of this format can hold bytes in a column that a reader finds by its name. */
    public static boolean fits(FileFormat format) {
        return HOLDING.contains(format.getClass().getName());
    }

    /** Files read without the tag column that they were found to have. */
    private static final class Hiding extends HadoopFsRelation {
        private static final long serialVersionUID = 1;

        private final HadoopFsRelation found;

        Hiding(HadoopFsRelation files) {
            super(
                    files.location(),
                    files.partitionSchema(),
                    without(files.dataSchema()),
                    files.bucketSpec(),
                    files.fileFormat(),
                    files.options(),
                    files.sparkSession());
            this.found = files;
        }

        private static StructType without(StructType schema) {
            return new StructType(Arrays.stream(schema.fields())
                    .filter(field -> !isTag(field))
                    .toArray(StructField[]::new));
        }
    }

    /** Whether a query reads a Delta table here, whose log has the tag column as one like all others. */
    public static boolean isDelta(LogicalRelation relation) {
        return relation.relation() instanceof HadoopFsRelation files
                && files.location().getClass().getName().equals(DELTA)
                && !relation.isStreaming();
    }

    /** The files under a relation, of a format that can hold tags; empty for any other. */
    private static Optional<HadoopFsRelation> holding(LogicalRelation relation) {
        boolean plain = isDelta(relation)
                || (relation.relation() instanceof HadoopFsRelation files
                        && (files.getClass() == HadoopFsRelation.class || files instanceof Hiding)
                        && fits(files.fileFormat()));
        // A stream's batches must have the columns that the stream was found to have at its start.
        return plain && !relation.isStreaming()
                ? Optional.of((HadoopFsRelation) relation.relation())
                : Optional.empty();
    }

    /** {@code relation} without a tag column that nobody asked for; itself when there is nothing to hide. */
    static LogicalRelation hidden(LogicalRelation relation) {
        Optional<AttributeReference> tag = tag(relation);
        if (tag.isEmpty() || TagColumn.isNamed(tag.get())) {
            return relation;
        }
        List<AttributeReference> kept = new ArrayList<>(Seqs.<AttributeReference>java(relation.output()));
        kept.remove(tag.get());
        return holding(relation)
                .filter(files -> has(files.dataSchema()))
                .map(files -> copy(relation, new Hiding(files), kept))
                .orElse(relation);
    }

    static boolean isShown(LogicalRelation relation) {
        return tag(relation).isPresent();
    }

    /** Whether the files have a tag column, shown or not, as far as their schema was looked at. */
    public static boolean isThere(LogicalRelation relation) {
        return relation.relation() instanceof Hiding
                || tag(relation).isPresent()
                || (isDelta(relation) && has(relation.relation().schema()));
    }

    private static boolean has(StructType schema) {
        return Arrays.stream(schema.fields()).anyMatch(FileColumn::isTag);
    }

    /** A metadata column of that name, as an offer. */
    static AttributeReference offer() {
        return Nodes.attribute(RowtrailColumns.TAGS, DataTypes.BinaryType, true).withMetadata(TagColumn.sparks());
    }

    /** {@code relation} read with {@code tag}, too; empty where its files cannot hold it. */
    static Optional<LogicalRelation> with(LogicalRelation relation, AttributeReference tag) {
        List<AttributeReference> columns = new ArrayList<>(Seqs.<AttributeReference>java(relation.output()));
        columns.add(tag);
        if (isDelta(relation)) {
            HadoopFsRelation found = relation.relation() instanceof Hiding hiding
                    ? hiding.found
                    : (HadoopFsRelation) relation.relation();
            return isThere(relation) ? Optional.of(copy(relation, found, columns)) : Optional.empty();
        }
        return holding(relation).map(files -> {
            StructType schema = has(files.dataSchema())
                    ? files.dataSchema()
                    : files.dataSchema().add(RowtrailColumns.TAGS, DataTypes.BinaryType, true);
            return copy(
                    relation,
                    files.copy(
                            files.location(),
                            files.partitionSchema(),
                            schema,
                            files.bucketSpec(),
                            files.fileFormat(),
                            files.options(),
                            files.sparkSession()),
                    columns);
        });
    }

    /**
     * Files read with their tag column.
     *
     * @param relation has the column in its output
     */
    record Read(LogicalRelation relation, AttributeReference tag) {}

    /** {@code relation} read with its tag column; empty where its files cannot hold one. */
    static Optional<Read> read(LogicalRelation relation) {
        Optional<AttributeReference> there = tag(relation);
        if (there.isPresent()) {
            return Optional.of(new Read(relation, there.get()));
        }
        AttributeReference tag = Nodes.attribute(RowtrailColumns.TAGS, DataTypes.BinaryType, true)
                .withMetadata(TagColumn.ours());
        return with(relation, tag).map(read -> new Read(read, tag));
    }

    /** {@code relation} with the tag column, if it was asked for, an ordinary one. */
    static LogicalRelation settled(LogicalRelation relation) {
        List<AttributeReference> columns = new ArrayList<>();
        boolean found = false;
        for (AttributeReference column : Seqs.<AttributeReference>java(relation.output())) {
            boolean mark = TagColumn.isTag(column) && TagColumn.isOffered(column);
            found |= mark;
            columns.add(mark ? column.withMetadata(TagColumn.ours()) : column);
        }
        return found ? copy(relation, relation.relation(), columns) : relation;
    }

    private static Optional<AttributeReference> tag(LogicalRelation relation) {
        return Seqs.<AttributeReference>java(relation.output()).stream()
                .filter(TagColumn::isTag)
                .findFirst();
    }

    private static boolean isTag(StructField field) {
        return field.name().equalsIgnoreCase(RowtrailColumns.TAGS);
    }

    private static LogicalRelation copy(
            LogicalRelation relation, Object files, List<AttributeReference> columns) {
        return (LogicalRelation) Nodes.withFirst(relation, files, Seqs.of(columns));
    }
}
