package io.rowtrail.lake;

import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.RowtrailColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files whose columns have names and no ids, as Spark does. */
record ParquetFile(Path path, MessageType type) {
    static ParquetFile of(Path path, String columns) {
        return new ParquetFile(path, MessageTypeParser.parseMessageType("message m { " + columns + " }"));
    }

    @SafeVarargs
    final long write(Consumer<Group>... rows) throws IOException {
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withType(type)
                .build()) {
            for (Consumer<Group> fill : rows) {
                Group row = new SimpleGroup(type);
                fill.accept(row);
                writer.write(row);
            }
        }
        return Files.size(path);
    }

    /** A row of {@code int32 id; binary name (STRING)} and tags. */
    static Consumer<Group> row(int id, String name, long... tags) {
        return row -> {
            row.add("id", id);
            row.add("name", name);
            row.add(
                    RowtrailColumns.TAGS,
                    Binary.fromConstantByteArray(TagSet.of(tags).encode()));
        };
    }
}
