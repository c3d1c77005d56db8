package io.rowtrail.lake.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/** Parquet files whose columns have names and no ids, as all but Iceberg write them. */
final class ParquetByName {
    private ParquetByName() {}

    /**
     * The columns of a file, each of which another file may not have.
     *
     * @throws UnreadableTableException if they have ids, which Iceberg would go by
     */
    static Schema schema(Path file) throws IOException {
        MessageType stored;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            stored = reader.getFileMetaData().getSchema();
        } catch (RuntimeException e) {
            throw new UnreadableTableException(file + " is no Parquet file: " + e.getMessage());
        }
        if (ParquetSchemaUtil.hasIds(stored)) {
            throw new UnreadableTableException("the columns of " + file + " have ids, as those of an Iceberg table");
        }
        List<Types.NestedField> columns = ParquetSchemaUtil.convert(stored).columns().stream()
                .map(Types.NestedField::asOptional)
                .toList();
        return new Schema(columns);
    }

    /** The rows of one file with some of its columns, which {@link #schema} tells. */
    static CloseableIterable<Record> rows(InputFile file, Schema stored, Schema wanted) {
        return Parquet.read(file)
                .project(wanted)
                .withNameMapping(MappingUtil.create(stored))
                .createReaderFunc(named -> GenericParquetReaders.buildReader(wanted, named))
                .build();
    }
}
