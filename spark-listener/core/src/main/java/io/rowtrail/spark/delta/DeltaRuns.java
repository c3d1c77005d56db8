package io.rowtrail.spark.delta;

import io.rowtrail.spark.tags.FileColumn;
import io.rowtrail.spark.tags.TagSources.TaggedFiles;
import io.rowtrail.spark.tags.TagSources.TaggedTable;
import io.rowtrail.spark.tags.TagSources.TaggedTable.Believed;
import io.rowtrail.trace.RowtrailProperties;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;

/**
 * Believes the tags of a Delta table when every version that made its present rows was written by a run of ours;
 * compactions and changes of its schema or properties are looked through, and what was there before a whole overwrite is
 * gone. Otherwise no row of the table is believed: another's MERGE leaves old tags beside new values.
 */
public final class DeltaRuns implements Function<LogicalRelation, Optional<TaggedFiles>> {
    @Override
    public Optional<TaggedFiles> apply(LogicalRelation relation) {
        if (!FileColumn.isDelta(relation) || !FileColumn.isThere(relation)) {
            return Optional.empty();
        }
        HadoopFsRelation files = (HadoopFsRelation) relation.relation();
        try {
            Path table = files.location().rootPaths().head();
            FileSystem system = table.getFileSystem(files.sparkSession().sparkContext().hadoopConfiguration());
            return Optional.of(known(system, table, version(files.location())));
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            return Optional.of(unknown("the table's log cannot be read: " + e));
        }
    }

    /** The same of a table of Delta's that is not a relation of files yet; empty for any other table. */
    public static Optional<TaggedTable> of(Table table) {
        if (!DeltaTables.isOne(table)) {
            return Optional.empty();
        }
        try {
            Object log = table.getClass().getMethod("deltaLog").invoke(table);
            Path path = (Path) log.getClass().getMethod("dataPath").invoke(log);
            Object snapshot = table.getClass().getMethod("initialSnapshot").invoke(table);
            long version = (long) snapshot.getClass().getMethod("version").invoke(snapshot);
            FileSystem system =
                    path.getFileSystem(SparkSession.active().sparkContext().hadoopConfiguration());
            TaggedFiles known = known(system, path, version);
            return Optional.of(
                    known.reason().<TaggedTable>map(TaggedTable.Foreign::new).orElse(known.stated()));
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            return Optional.of(new TaggedTable.Foreign("the table's log cannot be read: " + e));
        }
    }

    /** The version that is read, which is not the newest one where the query says so. */
    private static long version(FileIndex index) throws ReflectiveOperationException {
        return (long) index.getClass().getMethod("version").invoke(index);
    }

    private static TaggedFiles known(FileSystem system, Path table, long newest) throws IOException {
        Believed believed = Believed.NOTHING;
        for (long version = newest; version >= 0; version--) {
            DeltaCommit commit;
            try {
                commit = DeltaCommit.read(system, table, version);
            } catch (FileNotFoundException e) {
                return unknown("who wrote version " + version + " and those before is no longer in the table's log");
            }
            if (commit.stamp().isPresent()) {
                Map<String, String> stamp = commit.stamp().get();
                believed = believed.and(Believed.stated(stamp));
                if (Boolean.parseBoolean(stamp.get(RowtrailProperties.WHOLE))) {
                    break;
                }
            } else if (commit.changesRows()) {
                return unknown("foreign writer: version " + version + ", " + commit.operation());
            }
        }
        return new TaggedFiles(believed, Set.of(), Optional.empty());
    }

    private static TaggedFiles unknown(String reason) {
        return new TaggedFiles(Believed.NOTHING, Set.of(), Optional.of(reason));
    }
}
