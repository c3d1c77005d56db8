package io.rowtrail.lake.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Makes an Iceberg table of what a directory holds. */
final class TableOfFiles {
    private final Path directory;
    private final Contents contents;
    private final FileIO io;

    TableOfFiles(Path directory, Contents contents, FileIO io) {
        this.directory = directory;
        this.contents = contents;
        this.io = io;
    }

    /** The last write has all the files: nobody asks what was there before. */
    Table build() throws IOException {
        Schema columns = columns();
        PartitionSpec.Builder spec = PartitionSpec.builderFor(columns);
        contents.partitions().forEach(spec::identity);
        TableMetadata metadata = TableMetadata.newTableMetadata(
                columns, spec.build(), SortOrder.unsorted(), MemoryTable.location(directory), contents.properties());
        NameMapping mapping = MappingUtil.create(metadata.schema());
        MemoryTable operations = new MemoryTable(
                metadata.replaceProperties(with(contents.properties(), NameMappingParser.toJson(mapping))), io);
        Table table = new BaseTable(operations, directory.toString());
        List<Contents.Write> writes = contents.writes();
        for (int i = 0; i < writes.size(); i++) {
            Contents.Write write = writes.get(i);
            AppendFiles append = table.newAppend();
            write.stated().forEach(append::set);
            if (i == writes.size() - 1) {
                for (StoredFile file : contents.files()) {
                    append.appendFile(dataFile(file, table.spec(), mapping));
                }
            }
            operations.next(write.id());
            append.commit();
        }
        return table;
    }

    private static Map<String, String> with(Map<String, String> properties, String mapping) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put(TableProperties.DEFAULT_NAME_MAPPING, mapping);
        return all;
    }

    /** Those of all files, by name, and then the partitions'; where types differ the first file's, and reading another may fail. */
    private Schema columns() throws IOException {
        Map<String, Type> columns = new LinkedHashMap<>();
        for (StoredFile file : contents.files()) {
            if (!file.path().toRealPath().startsWith(directory)) {
                throw new UnreadableTableException(file.path() + " is a link that leads out of the table");
            }
            ParquetByName.schema(file.path())
                    .columns()
                    .forEach(column -> columns.putIfAbsent(column.name(), column.type()));
        }
        contents.partitions().forEach(columns::remove);
        contents.partitions().forEach(partition -> columns.put(partition, Types.StringType.get()));
        AtomicInteger ids = new AtomicInteger();
        List<Types.NestedField> fields = new ArrayList<>();
        columns.forEach((name, type) -> fields.add(Types.NestedField.optional(
                ids.incrementAndGet(), name, TypeUtil.assignFreshIds(type, ids::incrementAndGet))));
        return new Schema(fields);
    }

    private DataFile dataFile(StoredFile file, PartitionSpec spec, NameMapping mapping) {
        String location = MemoryTable.location(file.path());
        Metrics metrics = ParquetUtil.fileMetrics(io.newInputFile(location), MetricsConfig.getDefault(), mapping);
        PartitionData partition = new PartitionData(spec.partitionType());
        for (int i = 0; i < contents.partitions().size(); i++) {
            partition.set(
                    i,
                    file.partition()
                            .getOrDefault(contents.partitions().get(i), Optional.empty())
                            .orElse(null));
        }
        return DataFiles.builder(spec)
                .withPath(location)
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.length())
                .withMetrics(metrics)
                .withPartition(partition)
                .build();
    }
}
