package io.rowtrail.lake.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** The tables that directories are. Those asked for last are kept for as long as their content is the same; safe for many threads. */
public final class FileTables {
    private static final int MOST_KEPT = 64;

    private final FileIO files;
    private final LinkedHashMap<Path, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** @param files reads the data files by {@code file:} locations */
    public FileTables(FileIO files) {
        this.files = files;
    }

    private record Kept(long state, Table table) {}

    /**
     * The table at a directory as it is now: its snapshots are the writes that made it, of which only the last has files; its
     * columns are those of its Parquet files by name, followed by those of its partitions as texts.
     *
     * @return empty when there is no directory, or nothing in it
     * @throws UnreadableTableException if it is no Parquet, or a Delta table that needs more than is known here
     */
    public Optional<Table> table(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        return tableAt(directory.toRealPath());
    }

    private Optional<Table> tableAt(Path directory) throws IOException {
        Contents contents = Files.isDirectory(directory.resolve(DeltaLog.DIRECTORY))
                ? new DeltaLog(directory, files).contents()
                : PlainDirectory.contents(directory);
        if (contents.files().isEmpty() && contents.writes().isEmpty()) {
            return Optional.empty();
        }
        Table known = known(directory, contents.state());
        if (known != null) {
            return Optional.of(known);
        }
        Table table = new TableOfFiles(directory, contents, files).build();
        synchronized (kept) {
            kept.put(directory, new Kept(contents.state(), table));
        }
        return Optional.of(table);
    }

    private @Nullable Table known(Path directory, long state) {
        synchronized (kept) {
            Kept known = kept.get(directory);
            return known != null && known.state() == state ? known.table() : null;
        }
    }
}
