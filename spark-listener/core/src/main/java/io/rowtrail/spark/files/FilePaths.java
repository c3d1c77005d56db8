package io.rowtrail.spark.files;

import java.util.Arrays;
import org.apache.hadoop.fs.Path;

/** Where a data file lies in its table, as both its writer, who sees it in a staging directory, and its readers can say. */
final class FilePaths {
    private static final String SLASH = "/";

    private FilePaths() {}

    /** The file's name after those of its partitions, {@code a=1/b=2/part-0.parquet}; {@code directory}'s own are none. */
    static String below(Path directory, Path file) {
        String root = directory.toUri().getPath();
        String path = file.toUri().getPath();
        String[] parts = (path.startsWith(root + SLASH) ? path.substring(root.length() + 1) : path).split(SLASH, -1);
        int first = parts.length - 1;
        while (first > 0 && parts[first - 1].contains("=")) {
            first--;
        }
        return String.join(SLASH, Arrays.copyOfRange(parts, first, parts.length));
    }

    /** Whether a directory is that of a partition of the one above it. */
    static boolean isPartition(Path directory) {
        return directory.getName().contains("=") && directory.getParent() != null;
    }
}
