package io.rowtrail.spark.files;

import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.tags.FileColumn;
import io.rowtrail.spark.tags.TagSources.TaggedFiles;
import io.rowtrail.spark.tags.TagSources.TaggedTable.Believed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.datasources.CatalogFileIndex;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;

/**
 * Believes the tags of those files that a run's list names with the length they still have. All others beside them are of a
 * foreign writer.
 */
public final class ListedFiles implements Function<LogicalRelation, Optional<TaggedFiles>> {
    @Override
    public Optional<TaggedFiles> apply(LogicalRelation relation) {
        if (!(relation.relation() instanceof HadoopFsRelation files)) {
            return Optional.empty();
        }
        try {
            Configuration conf = files.sparkSession().sparkContext().hadoopConfiguration();
            Map<Path, List<FileList>> lists = new HashMap<>();
            for (Path root : Seqs.<Path>javaOf(files.location().rootPaths())) {
                Optional<Path> directory = directory(root, conf);
                if (directory.isPresent() && !lists.containsKey(directory.get())) {
                    lists.put(directory.get(), lists(directory.get(), conf));
                }
            }
            return lists.isEmpty() ? Optional.empty() : Optional.of(known(files, lists));
        } catch (IOException | RuntimeException e) {
            return Optional.of(
                    new TaggedFiles(Believed.NOTHING, Set.of(), Optional.of("the list of its files cannot be read: " + e)));
        }
    }

    /** Whether a run of ours has written files below {@code directory}. */
    public static boolean isListed(Path directory, Configuration conf) throws IOException {
        return directory.getFileSystem(conf).exists(new Path(directory, FileList.DIRECTORY));
    }

    /** Where the lists of what is read as {@code root} are: there, or above its partitions. */
    private static Optional<Path> directory(Path root, Configuration conf) throws IOException {
        FileSystem system = root.getFileSystem(conf);
        Path asked = system.makeQualified(root);
        Path at = asked;
        while (!isListed(at, conf)) {
            boolean above = FilePaths.isPartition(at) || (at.equals(asked) && isFile(system, at));
            if (!above) {
                return Optional.empty();
            }
            at = at.getParent();
        }
        return Optional.of(at);
    }

    private static boolean isFile(FileSystem system, Path path) throws IOException {
        return system.exists(path) && system.getFileStatus(path).isFile();
    }

    private static List<FileList> lists(Path directory, Configuration conf) throws IOException {
        FileSystem system = directory.getFileSystem(conf);
        List<FileList> lists = new ArrayList<>();
        for (FileStatus status : system.listStatus(new Path(directory, FileList.DIRECTORY))) {
            read(system, status.getPath()).ifPresent(lists::add);
        }
        return lists;
    }

    /** Empty when it has gone: a whole overwrite is going on, whose files are foreign until it leaves its own list. */
    private static Optional<FileList> read(FileSystem system, Path file) throws IOException {
        try {
            return Optional.of(FileList.read(system, file));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static TaggedFiles known(HadoopFsRelation files, Map<Path, List<FileList>> lists) {
        Believed stated = Believed.NOTHING;
        Map<Path, Map<String, Long>> tagged = new HashMap<>();
        for (Map.Entry<Path, List<FileList>> entry : lists.entrySet()) {
            Map<String, Long> here = new HashMap<>();
            tagged.put(entry.getKey(), here);
            for (FileList list : entry.getValue()) {
                stated = stated.and(Believed.stated(list.stated()));
                if (list.column() && FileColumn.fits(files.fileFormat())) {
                    here.putAll(list.files());
                }
            }
        }
        Optional<List<FileStatus>> present = present(files.location());
        if (present.isEmpty()) {
            return new TaggedFiles(stated, Set.of(), Optional.of("files that cannot be listed"));
        }
        Set<String> ours = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (FileStatus file : present.get()) {
            (isOurs(file, tagged) ? ours : others).add(file.getPath().getName());
        }
        ours.removeAll(others);
        return new TaggedFiles(stated, ours, reason(files, others.size()));
    }

    private static Optional<String> reason(HadoopFsRelation files, int others) {
        if (others == 0) {
            return Optional.empty();
        }
        return Optional.of(
                FileColumn.fits(files.fileFormat())
                        ? "foreign writer: " + others + " files that no tagged run lists"
                        : "written by a tagged run in a format that cannot hold tags");
    }

    private static boolean isOurs(FileStatus file, Map<Path, Map<String, Long>> tagged) {
        for (Map.Entry<Path, Map<String, Long>> entry : tagged.entrySet()) {
            Long length = entry.getValue().get(FilePaths.below(entry.getKey(), file.getPath()));
            boolean there = file.getPath().toUri().getPath().startsWith(
                    entry.getKey().toUri().getPath() + Path.SEPARATOR);
            if (there && length != null && (length < 0 || length == file.getLen())) {
                return true;
            }
        }
        return false;
    }

    /** As the relation will read them; empty when that is the secret of some other format. */
    private static Optional<List<FileStatus>> present(FileIndex index) {
        if (index instanceof CatalogFileIndex catalog) {
            return present(catalog.filterPartitions(Seqs.none()));
        }
        return index instanceof PartitioningAwareFileIndex listed
                ? Optional.of(Seqs.javaOf(listed.allFiles()))
                : Optional.empty();
    }
}
