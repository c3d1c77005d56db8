package io.rowtrail.lake.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A data file of a table.
 *
 * @param partition the values of the columns that its place stands for; empty ones are null
 */
record StoredFile(Path path, long length, Map<String, Optional<String>> partition) {
    StoredFile {
        partition = Map.copyOf(partition);
    }
}
