package io.rowtrail.spark.write;

import io.rowtrail.spark.delta.DeltaStamp;
import io.rowtrail.spark.delta.DeltaTables;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.SaveIntoDataSourceCommand;

/**
 * {@code write.format("delta").save(path)}.
 *
 * @param existing the table as it was before
 */
record DeltaWrite(SaveIntoDataSourceCommand node, String path, Optional<Table> existing) implements WriteCommand {
    /** Options, in lower case, by which the table takes new columns. */
    private static final Set<String> EVOLVING = Set.of("mergeschema", "overwriteschema");

    static Optional<DeltaWrite> parse(LogicalPlan plan) {
        return plan instanceof SaveIntoDataSourceCommand command && DeltaTables.isSource(command.dataSource())
                ? Optional.ofNullable(Seqs.javaMap(command.options()).get("path"))
                        .map(path -> of(command, qualified(path)))
                : Optional.empty();
    }

    private static DeltaWrite of(SaveIntoDataSourceCommand command, String path) {
        return new DeltaWrite(command, path, DeltaTables.at(command.dataSource(), path));
    }

    private static String qualified(String path) {
        try {
            Path given = new Path(path);
            return given.getFileSystem(SparkSession.active().sparkContext().hadoopConfiguration())
                    .makeQualified(given)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public LogicalPlan query() {
        return node.query();
    }

    @Override
    public Target target() {
        return new Target.Files(path);
    }

    @Override
    public PlannedRun.WriteKind kind() {
        return PlannedRun.WriteKind.of(node.mode());
    }

    @Override
    public List<LogicalPlan> named() {
        return List.of();
    }

    /** A table that is there takes a new column only where the job lets its columns change. */
    @Override
    public Optional<String> refusal() {
        boolean takes = existing.map(table -> hasTags(table) || evolves()).orElse(true);
        return takes
                ? Optional.empty()
                : Optional.of("the target has no column " + RowtrailColumns.TAGS + ": overwrite it whole once with"
                        + " option(\"overwriteSchema\", true), or create it anew");
    }

    private boolean evolves() {
        return options().entrySet().stream()
                .anyMatch(option -> EVOLVING.contains(option.getKey().toLowerCase(Locale.ROOT))
                        && Boolean.parseBoolean(option.getValue()));
    }

    @Override
    public Optional<String> unsigned() {
        return DeltaStamp.refusal(options());
    }

    /** Where the column is, Delta would fill it with nulls, and they are the unknown set. */
    @Override
    public boolean joinsTagged() {
        return existing.filter(DeltaWrite::hasTags).isPresent();
    }

    @Override
    public boolean isDynamic() {
        return node.mode() == SaveMode.Overwrite && !isWhole();
    }

    @Override
    public boolean isWhole() {
        return node.mode() != SaveMode.Append && !DeltaTables.overwritesPart(options());
    }

    @Override
    public LogicalPlan as(String run, LogicalPlan query, PlannedRun.Tagging tagging) {
        if (!tagging.written()) {
            return node;
        }
        Map<String, String> signed = DeltaStamp.with(options(), TagWrites.summary(run, tagging));
        return new SaveIntoDataSourceCommand(query, node.dataSource(), Seqs.map(signed), node.mode());
    }

    @Override
    public Map<String, String> properties() {
        return existing.map(Table::properties).orElse(Map.of());
    }

    private static boolean hasTags(Table table) {
        return Arrays.stream(table.columns()).anyMatch(column -> column.name().equalsIgnoreCase(RowtrailColumns.TAGS));
    }

    private Map<String, String> options() {
        return Seqs.javaMap(node.options());
    }
}
