package io.rowtrail.lake.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;

/** A table whose metadata and manifests are in memory and whose data files are where they are. One thread makes it, all may read it. */
final class MemoryTable implements TableOperations {
    private static final String METADATA = "memory:/";

    private final Memory io;
    private TableMetadata current;
    private long nextSnapshot;

    MemoryTable(TableMetadata first, FileIO data) {
        this.current = first;
        this.io = new Memory(data);
    }

    /** The id of the snapshot that is committed next. */
    void next(long snapshot) {
        nextSnapshot = snapshot;
    }

    @Override
    public long newSnapshotId() {
        return nextSnapshot;
    }

    @Override
    public TableMetadata current() {
        return current;
    }

    @Override
    public TableMetadata refresh() {
        return current;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        current = metadata;
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    public String metadataFileLocation(String name) {
        return METADATA + name;
    }

    @Override
    public LocationProvider locationProvider() {
        return LocationProviders.locationsFor(current.location(), current.properties());
    }

    static String location(Path file) {
        return "file:" + file;
    }

    /** Manifests in memory, everything else by another. */
    private static final class Memory implements FileIO {
        private static final long serialVersionUID = 1L;

        private final FileIO data;
        private final Map<String, InMemoryOutputFile> written = new ConcurrentHashMap<>();

        Memory(FileIO data) {
            this.data = data;
        }

        @Override
        public InputFile newInputFile(String path) {
            if (!path.startsWith(METADATA)) {
                return data.newInputFile(path);
            }
            InMemoryOutputFile file = written.get(path);
            if (file == null) {
                throw new NotFoundException("no such file in memory: %s", path);
            }
            return new InMemoryInputFile(path, file.toByteArray());
        }

        @Override
        public OutputFile newOutputFile(String path) {
            if (!path.startsWith(METADATA)) {
                throw new UnsupportedOperationException("nothing is written beside the files of a table: " + path);
            }
            InMemoryOutputFile file = new InMemoryOutputFile(path);
            written.put(path, file);
            return file;
        }

        @Override
        public void deleteFile(String path) {
            written.remove(path);
        }
    }
}
