package io.rowtrail.spark.write;

import io.rowtrail.spark.files.FileRun;
import io.rowtrail.spark.files.ListedFiles;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.tags.FileColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.InsertIntoHadoopFsRelationCommand;
import org.apache.spark.sql.sources.DataSourceRegister;

/**
 * A command that writes plain files, by path or into a table of the session's catalog. The tag column goes into the files
 * only, so the catalog's schema need not know of it and an existing table takes it, too.
 */
record FileWrite(InsertIntoHadoopFsRelationCommand node) implements WriteCommand {
    private static final String BY_POSITION = "orc.force.positional.evolution";

    static Optional<FileWrite> parse(LogicalPlan plan) {
        return plan instanceof InsertIntoHadoopFsRelationCommand command && !FileRun.isOne(command)
                ? Optional.of(new FileWrite(command))
                : Optional.empty();
    }

    @Override
    public LogicalPlan query() {
        return node.query();
    }

    @Override
    public Target target() {
        return new Target.Files(node.outputPath().toString());
    }

    @Override
    public PlannedRun.WriteKind kind() {
        return PlannedRun.WriteKind.of(node.mode());
    }

    @Override
    public List<LogicalPlan> named() {
        return List.of();
    }

    @Override
    public Optional<String> refusal() {
        String format = node.fileFormat() instanceof DataSourceRegister named
                ? named.shortName()
                : node.fileFormat().getClass().getSimpleName();
        if (!FileColumn.fits(node.fileFormat())) {
            return Optional.of(format + " files cannot hold tags: parquet, orc and avro can");
        }
        return conf().getBoolean(BY_POSITION, false)
                ? Optional.of("ORC columns are read by position (" + BY_POSITION + "): one more would be in their way")
                : Optional.empty();
    }

    @Override
    public boolean joinsTagged() {
        try {
            return ListedFiles.isListed(node.outputPath(), conf());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isDynamic() {
        return node.dynamicPartitionOverwrite();
    }

    /** What is overwritten takes its lists along. */
    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public Map<String, String> properties() {
        Optional<CatalogTable> table = Seqs.java(node.catalogTable());
        return table.map(named -> Seqs.javaMap(named.properties())).orElse(Map.of());
    }

    @Override
    public LogicalPlan as(String run, LogicalPlan query, PlannedRun.Tagging tagging) {
        boolean untagged = !tagging.written() && tagging.verdict().breaks().isEmpty();
        if (untagged) {
            return node;
        }
        FileRun files = new FileRun(
                run,
                tagging.written(),
                TagWrites.summary(run, tagging),
                failure ->
                        tagging.verdict().broken("files", "the list of written files could not be left: " + failure));
        return files.of(node, query);
    }

    private static Configuration conf() {
        return SparkContext.getOrCreate().hadoopConfiguration();
    }
}
