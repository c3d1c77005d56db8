package io.rowtrail.spark.files;

import io.rowtrail.spark.plan.Seqs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.InsertIntoHadoopFsRelationCommand;
import org.apache.spark.util.CollectionAccumulator;
import scala.Option;

/**
 * The run that a write of files belongs to. Spark's command stays what it is; its format tells which files the tasks wrote,
 * and the index that it refreshes when they are committed leaves the list.
 *
 * @param column whether the rows carry the tag column
 * @param stated what shall be said of the write, by the names of {@code RowtrailProperties}
 * @param failed told of why no list of the files could be left, after which nobody believes their tags
 */
public record FileRun(String run, boolean column, Map<String, String> stated, Consumer<Throwable> failed) {
    public FileRun {
        stated = Map.copyOf(stated);
    }

    /** A file that a task wrote, perhaps one that was not committed then: no name is given twice. */
    record Written(String path, long length) implements java.io.Serializable {}

    /** {@code command} over {@code query}, which has its columns and perhaps the tag column more. */
    public LogicalPlan of(InsertIntoHadoopFsRelationCommand command, LogicalPlan query) {
        SparkContext context = SparkContext.getOrCreate();
        CollectionAccumulator<Written> written = new CollectionAccumulator<>();
        context.register(written);
        Configuration conf = context.hadoopConfiguration();
        Path directory = command.outputPath();
        FileIndex index = new ListingIndex(
                directory, Seqs.java(command.fileIndex()), () -> list(directory, written.value(), conf));
        List<String> names = new ArrayList<>(Seqs.<String>javaOf(command.outputColumnNames()));
        List<Attribute> columns = Seqs.java(query.output());
        columns.stream().skip(names.size()).forEach(column -> names.add(column.name()));
        return command.makeCopy(new Object[] {
            directory,
            command.staticPartitions(),
            command.ifPartitionNotExists(),
            command.partitionColumns(),
            command.bucketSpec(),
            column ? new ToldFormat(command.fileFormat(), directory.toString(), written) : command.fileFormat(),
            command.options(),
            query,
            command.mode(),
            command.catalogTable(),
            Option.apply(index),
            Seqs.of(names)
        });
    }

    /** Whether a command is a run already. */
    public static boolean isOne(InsertIntoHadoopFsRelationCommand command) {
        Optional<FileIndex> index = Seqs.java(command.fileIndex());
        return index.isPresent() && index.get() instanceof ListingIndex;
    }

    private void list(Path directory, List<Written> written, Configuration conf) {
        SortedMap<String, Long> files = new TreeMap<>();
        written.forEach(file -> files.put(file.path(), file.length()));
        try {
            new FileList(run, column, stated, files).write(directory.getFileSystem(conf), directory);
        } catch (IOException | RuntimeException | LinkageError e) {
            failed.accept(e);
        }
    }
}
