package io.rowtrail.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.aws.HttpClientProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.util.SerializableMap;
import org.jspecify.annotations.Nullable;

/** The lake's files by their location: in an object store ({@code s3://…}), or on the local disk. Iceberg makes it by name. */
public final class LakeFileIO implements FileIO {
    private static final long serialVersionUID = 1L;

    private final LocalFileIO local = new LocalFileIO();
    private Map<String, String> properties = Map.of();
    private @Nullable S3FileIO objects;

    @Override
    public void initialize(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.putIfAbsent(HttpClientProperties.CLIENT_TYPE, HttpClientProperties.CLIENT_TYPE_URLCONNECTION);
        properties = SerializableMap.copyOf(all);
    }

    @Override
    public InputFile newInputFile(String location) {
        return at(location).newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return at(location).newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        at(location).deleteFile(location);
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    private synchronized FileIO at(String location) {
        if (!S3.has(location)) {
            return local;
        }
        if (objects == null) {
            objects = new S3FileIO();
            objects.initialize(properties);
        }
        return objects;
    }

    @Override
    public synchronized void close() {
        if (objects != null) {
            objects.close();
            objects = null;
        }
    }
}
