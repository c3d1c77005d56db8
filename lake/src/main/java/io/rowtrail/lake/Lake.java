package io.rowtrail.lake;

import io.rowtrail.lake.files.FileTables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** An opened lake: an Iceberg catalogue, and its files on the local disk or in an object store. */
public final class Lake implements AutoCloseable {
    /** Some 4 bytes an ordinal of a row: enough for 30 million in the rows asked for. */
    private static final long INDEX_BYTES = 128L << 20;

    private static final int MOST_PAIRS = 8 << 20;
    /** Smaller tables are read in the time that an index would be made in. */
    private static final long LEAST_ROWS = 5_000;

    /** Some 500 bytes a file. */
    private static final int MOST_FILES = 20_000;

    private final LakeConfig config;
    private final Catalog catalog;
    private final FileTables directories = new FileTables(new LocalFileIO());
    private final IndexedRows indexed =
            new IndexedRows(new SnapshotFiles(MOST_FILES), new FileIndexes(INDEX_BYTES, MOST_PAIRS), LEAST_ROWS);

    private Lake(LakeConfig config, Catalog catalog) {
        this.config = config;
        this.catalog = catalog;
    }

    /**
     * Connects and creates the catalogue's tables when they are missing.
     *
     * @throws LakeUnreachableException if the catalogue does not answer or refuses
     */
    public static Lake open(LakeConfig config) {
        try {
            return new Lake(config, Catalogues.connect(config));
        } catch (UncheckedSQLException first) {
            // Two processes that create the catalogue's tables at once: the second finds them the next time.
            try {
                return new Lake(config, Catalogues.connect(config));
            } catch (RuntimeException second) {
                throw unreachable(config, second);
            }
        } catch (RuntimeException e) {
            throw unreachable(config, e);
        }
    }

    private static LakeException unreachable(LakeConfig config, RuntimeException cause) {
        return new LakeUnreachableException(
                "cannot open the catalogue " + config.name() + " at " + config.uri(), cause);
    }

    /** The catalogue's name, also the last part of the OpenLineage namespace {@code iceberg://<name>}. */
    public String name() {
        return config.name();
    }

    public LakeReader reader() {
        return new AnsweringReader(new IcebergLakeReader(catalog, directories, indexed));
    }

    /** The catalogue itself, for the writer of change tables. */
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public void close() {
        try {
            ((Closeable) catalog).close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the catalogue " + config.name(), e);
        }
    }
}
