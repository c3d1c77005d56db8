package io.rowtrail.spark.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that one run added to a directory, kept there as {@code _rowtrail/<run>.json}: {@code {"v":1,"run":"…","column":
 * true,"stated":{…},"files":{"a=1/part-….parquet":1234}}}. Readers of data skip names that begin with an underscore.
 *
 * @param column whether the files have the tag column; a format that cannot hold it has not
 * @param stated what the run says of its write, by the names of {@code RowtrailProperties}
 * @param files length in bytes by path below the directory; less than 0 where it was not to be had
 */
record FileList(String run, boolean column, Map<String, String> stated, SortedMap<String, Long> files) {
    static final String DIRECTORY = "_rowtrail";

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    FileList {
        stated = Map.copyOf(stated);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Writes the list below {@code directory}; again, it replaces itself. */
    void write(FileSystem system, Path directory) throws IOException {
        ObjectNode node = JSON.createObjectNode().put("v", VERSION).put("run", run).put("column", column);
        ObjectNode said = node.putObject("stated");
        new TreeMap<>(stated).forEach(said::put);
        ObjectNode listed = node.putObject("files");
        files.forEach(listed::put);
        Path file = new Path(new Path(directory, DIRECTORY), run + ".json");
        try (OutputStream out = system.create(file, true)) {
            out.write(JSON.writeValueAsBytes(node));
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException also when it is no such list
     */
    static FileList read(FileSystem system, Path file) throws IOException {
        JsonNode node;
        try (InputStream in = system.open(file)) {
            node = JSON.readTree(in);
        }
        if (node == null || node.path("v").asInt() != VERSION || !node.path("run").isTextual()) {
            throw new IOException("no list of files: " + file);
        }
        Map<String, String> stated = new LinkedHashMap<>();
        node.path("stated").properties().forEach(entry -> stated.put(entry.getKey(), entry.getValue().asText()));
        SortedMap<String, Long> files = new TreeMap<>();
        node.path("files").properties().forEach(entry -> files.put(entry.getKey(), entry.getValue().asLong(-1)));
        return new FileList(node.path("run").asText(), node.path("column").asBoolean(), stated, files);
    }
}
