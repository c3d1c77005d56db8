package io.rowtrail.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.lake.files.FileTables;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By an index the same rows are found as by reading all of them; of several files, pages and row groups, in many types. */
class IndexedRowsIT {
    private static final FileTables DIRECTORIES = new FileTables(new LocalFileIO());
    private static final int FILES = 3;
    private static final int ROWS = 3_000;
    private static final LakeName NAME = new LakeName("gold", "wide");

    @TempDir
    private static @Nullable Path directory;

    private static @Nullable LocalLake local;
    private static @Nullable Lake lake;

    private final Random random = new Random(Long.getLong("rowtrail.seed", 7L));

    @BeforeAll
    static void start() throws Exception {
        local = LocalLake.start(directory.resolve("lake"));
        lake = local.lake();
    }

    @AfterAll
    static void stop() throws Exception {
        local.close();
    }

    private final Schema schema = new Schema(
            Types.NestedField.optional(1, "name", Types.StringType.get()),
            Types.NestedField.optional(2, "n", Types.IntegerType.get()),
            Types.NestedField.optional(3, "day", Types.DateType.get()),
            Types.NestedField.optional(4, "at", Types.TimestampType.withZone()),
            Types.NestedField.optional(5, "price", Types.DecimalType.of(18, 2)),
            Types.NestedField.optional(6, "share", Types.DoubleType.get()),
            Types.NestedField.optional(7, "raw", Types.BinaryType.get()),
            Types.NestedField.optional(8, RowtrailColumns.TAGS, Types.BinaryType.get()));

    private Record row(int i) {
        Record row = GenericRecord.create(schema);
        row.setField("name", i % 17 == 0 ? null : "row " + i / 2);
        row.setField("n", i % 100);
        row.setField("day", LocalDate.ofEpochDay(i % 400 - 100));
        row.setField("at", OffsetDateTime.of(2026, 1, 1, 0, 0, 0, i % 50 * 1_000, ZoneOffset.UTC));
        row.setField("price", BigDecimal.valueOf(i % 1_000 - 500, 2));
        row.setField("share", i / 3.0);
        row.setField("raw", ByteBuffer.wrap(new byte[] {(byte) i, (byte) (i >> 8)}));
        long[] ordinals = random.longs(random.nextInt(6), 0, 2_000)
                .map(counter ->
                        ChangeOrdinal.of(counter % 3 == 0 ? 4 : 2, counter).value())
                .sorted()
                .distinct()
                .toArray();
        row.setField(
                RowtrailColumns.TAGS,
                i % 31 == 0 ? null : ByteBuffer.wrap(TagSet.of(ordinals).encode()));
        return row;
    }

    private void fill() throws Exception {
        JdbcCatalog catalog = (JdbcCatalog) lake.catalog();
        catalog.createNamespace(Namespace.of("gold"));
        Table table = catalog.createTable(
                TableIdentifier.of("gold", "wide"),
                schema,
                PartitionSpec.unpartitioned(),
                Map.of(
                        "write.parquet.page-row-limit", "100",
                        "write.parquet.row-group-size-bytes", "60000",
                        "write.parquet.row-group-check-min-record-count", "100"));
        AppendFiles append = table.newAppend();
        for (int file = 0; file < FILES; file++) {
            DataWriter<Record> writer = Parquet.writeData(
                            table.io().newOutputFile(table.locationProvider().newDataLocation(file + ".parquet")))
                    .forTable(table)
                    .withSpec(PartitionSpec.unpartitioned())
                    .createWriterFunc(GenericParquetWriter::create)
                    .build();
            for (int i = 0; i < ROWS; i++) {
                writer.write(row(file * ROWS + i));
            }
            writer.close();
            append.appendFile(writer.toDataFile());
        }
        append.commit();
    }

    @Test
    void findsWhatAScanFinds() throws Exception {
        fill();
        JdbcCatalog catalog = (JdbcCatalog) lake.catalog();
        LakeReader scanned = new IcebergLakeReader(
                catalog,
                DIRECTORIES,
                new IndexedRows(new SnapshotFiles(1), new FileIndexes(1 << 20, 1 << 20), Long.MAX_VALUE));
        FileIndexes indexes = new FileIndexes(1 << 20, 1 << 20);
        LakeReader indexed =
                new IcebergLakeReader(catalog, DIRECTORIES, new IndexedRows(new SnapshotFiles(FILES + 1), indexes, 0));
        for (int n = 0; n < 24; n++) {
            RowFilter filter = filter(n);
            List<List<String>> some =
                    List.of(List.of(), List.of("day", "name"), List.of("price", RowtrailColumns.TAGS));
            RowQuery query = RowQuery.of(NAME, 10_000).select(some.get(n % 3)).where(filter);
            assertThat(indexed.rows(query).rows())
                    .as("%s %s", filter, query.columns())
                    .containsExactlyInAnyOrderElementsOf(scanned.rows(query).rows());
            RowQuery all = RowQuery.of(NAME, 10_000).where(filter);
            assertThat(indexed.count(all)).isEqualTo(scanned.count(all));
        }
        LakeReader tooSmall = new IcebergLakeReader(
                catalog, DIRECTORIES, new IndexedRows(new SnapshotFiles(1), new FileIndexes(1 << 20, 10), 0));
        RowQuery few = RowQuery.of(NAME, 2).where(new RowFilter.KeyEquals(Map.of("n", Optional.of("5"))));
        assertThat(indexed.rows(few).rows()).hasSize(2);
        assertThat(indexed.rows(few).truncated()).isTrue();
        assertThat(tooSmall.rows(few).truncated()).isTrue();
        assertThat(indexes.size()).isBetween(1L, 1L << 20);

        catalog.loadTable(TableIdentifier.of("gold", "wide"))
                .updateSchema()
                .renameColumn("n", "number")
                .commit();
        RowQuery renamed = RowQuery.of(NAME, 10_000).where(new RowFilter.KeyEquals(Map.of("number", Optional.of("5"))));
        assertThat(indexed.rows(renamed).rows())
                .as("files that were written before")
                .containsExactlyInAnyOrderElementsOf(scanned.rows(renamed).rows())
                .hasSize(FILES * ROWS / 100);
    }

    private RowFilter filter(int n) {
        if (n % 2 == 0) {
            Set<ChangeOrdinal> ordinals = new HashSet<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                ordinals.add(ChangeOrdinal.of(random.nextBoolean() ? 4 : 2, random.nextInt(2_100)));
            }
            return new RowFilter.TaggedWithAny(ordinals);
        }
        int i = random.nextInt(FILES * ROWS);
        Map<String, Optional<String>> key = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>(List.of("name", "n", "day", "at", "price", "raw"));
        java.util.Collections.shuffle(columns, random);
        for (String column : columns.subList(0, 1 + random.nextInt(3))) {
            key.put(column, Optional.of(text(i, column)));
        }
        if (i % 17 == 0 && key.containsKey("name")) {
            key.put("name", Optional.empty());
        }
        return new RowFilter.KeyEquals(key);
    }

    private static String text(int i, String column) {
        return switch (column) {
            case "name" -> "row " + i / 2;
            case "n" -> Integer.toString(i % 100);
            case "day" -> LocalDate.ofEpochDay(i % 400 - 100).toString();
            case "at" ->
                OffsetDateTime.of(2026, 1, 1, 0, 0, 0, i % 50 * 1_000, ZoneOffset.UTC)
                        .toString();
            case "price" -> BigDecimal.valueOf(i % 1_000 - 500, 2).toPlainString();
            default -> String.format("%02x%02x", i & 0xff, i >> 8 & 0xff);
        };
    }
}
