package io.rowtrail.lake.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Types;

/**
 * A classic checkpoint of a Delta table, whole or in parts.
 *
 * @param version the version it is of; -1 for none, when the log is read from its beginning
 * @param parts its Parquet files, all of them
 */
record DeltaCheckpoint(long version, List<Path> parts) {
    private static final Pattern NAME =
            Pattern.compile("(\\d{20})\\.checkpoint(?:\\.(\\d{10})\\.(\\d{10}))?\\.parquet");
    private static final List<String> READ = List.of(
            "protocol.minReaderVersion",
            "protocol.readerFeatures",
            "metaData.partitionColumns",
            "metaData.configuration",
            "add.path",
            "add.size",
            "add.partitionValues",
            "add.deletionVector");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The newest of which no part is missing. */
    static DeltaCheckpoint newest(Path log, List<String> names) {
        TreeMap<Long, List<Path>> whole = new TreeMap<>();
        TreeMap<String, List<Path>> parts = new TreeMap<>();
        for (String name : names) {
            Matcher found = NAME.matcher(name);
            if (!found.matches()) {
                continue;
            }
            if (found.group(2) == null) {
                whole.put(Long.parseLong(found.group(1)), List.of(log.resolve(name)));
            } else {
                List<Path> together = parts.computeIfAbsent(found.group(1) + found.group(3), key -> new ArrayList<>());
                together.add(log.resolve(name));
                if (together.size() == Integer.parseInt(found.group(3))) {
                    whole.put(Long.parseLong(found.group(1)), together);
                }
            }
        }
        Map.Entry<Long, List<Path>> last = whole.lastEntry();
        return last == null ? new DeltaCheckpoint(-1, List.of()) : new DeltaCheckpoint(last.getKey(), last.getValue());
    }

    /** Applies its actions. */
    void read(FileIO io, DeltaState state) throws IOException {
        for (Path part : parts) {
            Schema stored = ParquetByName.schema(part);
            try (CloseableIterable<Record> rows =
                    ParquetByName.rows(io.newInputFile(MemoryTable.location(part)), stored, stored.select(READ))) {
                for (Record row : rows) {
                    state.apply(object(row));
                }
            }
        }
    }

    /** A record as the JSON commit would have it; what is null is left out. */
    private static ObjectNode object(Record record) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (Types.NestedField field : record.struct().fields()) {
            Object value = record.getField(field.name());
            if (value instanceof Record nested) {
                node.set(field.name(), object(nested));
            } else if (value != null) {
                node.set(field.name(), JSON.valueToTree(plain(value)));
            }
        }
        return node;
    }

    private static Object plain(Object value) {
        return value instanceof Map || value instanceof List || value instanceof Number || value instanceof Boolean
                ? value
                : value.toString();
    }
}
