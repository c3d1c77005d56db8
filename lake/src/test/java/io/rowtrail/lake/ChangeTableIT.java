package io.rowtrail.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.TraceId;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change tables and reads on a real catalogue: PostgreSQL and Parquet files on the disk. */
class ChangeTableIT {
    private static final TraceId TRACE = new TraceId("4bf92f3577b34da6a3ce929d0e0e4736");
    private static final List<String> COLUMNS = List.of("sale_id", "line_no", "unit_price", "sold_on");

    @TempDir
    private static @Nullable Path directory;

    private static @Nullable LocalLake local;
    private static @Nullable Lake lake;

    @BeforeAll
    static void start() throws Exception {
        local = LocalLake.start(directory.resolve("ware house"));
        lake = local.lake();
    }

    @AfterAll
    static void stop() throws Exception {
        local.close();
    }

    private static ChangeTableLayout layout() {
        Map<String, Type> columns = new LinkedHashMap<>();
        columns.put("sale_id", Types.LongType.get());
        columns.put("line_no", Types.IntegerType.get());
        columns.put("unit_price", Types.DecimalType.of(10, 4));
        columns.put("sold_on", Types.DateType.get());
        return new ChangeTableLayout("shop", columns, List.of("sale_id", "line_no"));
    }

    private static void row(ChangeFile file, long tx, int seq, long sale, int line, String price, boolean traced) {
        file.write(
                new ChangeFile.Stamp(
                        "c",
                        tx,
                        seq,
                        traced ? Optional.of(TRACE.hex()) : Optional.empty(),
                        traced ? "message" : "none",
                        OffsetDateTime.parse("1997-01-01T00:00:00Z")),
                COLUMNS,
                new Object[] {sale, line, new BigDecimal(price), LocalDate.of(1997, 1, 1)});
    }

    @Test
    void commitsRowsWithThePositionAndFindsThemByKeyTransactionAndTrace() {
        LakeName name = LakeName.parse("shop.sale_line");
        ChangeTable table = ChangeTable.createOrLoad(lake, name, layout());
        assertThat(table.position()).isEmpty();
        ChangeFile first = table.openFile();
        for (int i = 0; i < 100; i++) {
            row(first, 1, i, i, 1, "1.2500", false);
        }
        table.replace(List.of(first.finish()), ChangeOrdinal.of(1, 1));
        assertThat(table.completeThrough()).isEmpty();
        table.completeThrough(ChangeOrdinal.of(1, 1));
        ChangeFile second = table.openFile();
        row(second, 2, 0, 7, 2, "3.1000", true);
        row(second, 2, 1, 7, 3, "4.1000", true);
        table.append(List.of(second.finish()), ChangeOrdinal.of(1, 2));

        ChangeTable again = ChangeTable.load(lake, name).orElseThrow();
        assertThat(again.position()).contains(ChangeOrdinal.of(1, 2));
        assertThat(again.completeThrough()).contains(ChangeOrdinal.of(1, 2));

        LakeReader reader = lake.reader();
        LakeTable described = reader.table(name).orElseThrow();
        assertThat(described.key()).containsExactly("sale_id", "line_no");
        assertThat(described.isChangeTable()).isTrue();
        assertThat(described.location()).startsWith("file:/").contains("ware house");
        assertThat(reader.tables()).contains(name);
        LakeRows byKey =
                reader.rows(RowQuery.of(name, 10).where(RowFilter.KeyEquals.of(Map.of("sale_id", 7, "line_no", "2"))));
        assertThat(byKey.rows()).hasSize(1);
        assertThat(byKey.rows().get(0).value("unit_price")).isEqualTo(new BigDecimal("3.1000"));
        assertThat(byKey.rows().get(0).value("sold_on")).isEqualTo(LocalDate.of(1997, 1, 1));
        assertThat(reader.rows(RowQuery.of(name, 10).where(RowFilter.KeyEquals.of(Map.of("unit_price", "3.1"))))
                        .rows())
                .hasSize(1);
        assertThat(reader.rows(RowQuery.of(name, 10).where(new RowFilter.TraceIs(TRACE)))
                        .rows())
                .hasSize(2);
        LakeRows cut =
                reader.rows(RowQuery.of(name, 10).where(new RowFilter.TransactionIn(Set.of(new ChangeOrdinal(1)))));
        assertThat(cut.rows()).hasSize(10);
        assertThat(cut.truncated()).isTrue();
        assertThat(reader.count(RowQuery.of(name, 1))).isEqualTo(102);
        long oldest = reader.snapshots(name).get(0).id();
        assertThat(reader.count(RowQuery.of(name, 1).at(oldest))).isEqualTo(100);
    }

    @Test
    void replacingAgainLeavesNothingDoubledAndEarlierIncarnationsAlone() {
        ChangeTable table = ChangeTable.createOrLoad(lake, LakeName.parse("shop.again"), layout());
        for (int incarnation = 1; incarnation <= 2; incarnation++) {
            ChangeOrdinal first = ChangeOrdinal.of(incarnation, 1);
            for (int attempt = 0; attempt < 2; attempt++) {
                ChangeFile file = table.openFile();
                row(file, first.value(), 0, 1, 1, "1.0000", false);
                table.replace(List.of(file.finish()), first);
            }
            assertThat(lake.reader().count(RowQuery.of(table.name(), 1))).isEqualTo(incarnation);
        }
    }

    @Test
    void addsRowsOnceThoughTheCatalogueBreaksTheConnectionAtAnyMoment() throws Exception {
        LakeName name = LakeName.parse("shop.cut");
        ChangeTable table = ChangeTable.createOrLoad(lake, name, layout());
        AtomicBoolean stop = new AtomicBoolean();
        Thread cutter = new Thread(() -> cutConnections(stop));
        cutter.start();
        int refused = 0;
        for (int tx = 1; tx <= 60; tx++) {
            ChangeFile file = table.openFile();
            row(file, tx, 0, tx, 1, "1.0000", false);
            DataFile finished = file.finish();
            ChangeOrdinal wanted = new ChangeOrdinal(tx);
            while (table.position().map(at -> at.compareTo(wanted) < 0).orElse(true)) {
                try {
                    table.append(List.of(finished), wanted);
                } catch (RuntimeException e) {
                    refused++;
                    table = reloaded(name);
                }
            }
        }
        stop.set(true);
        cutter.join();
        assertThat(reloaded(name).position()).contains(new ChangeOrdinal(60));
        Set<Object> seen = new HashSet<>();
        List<LakeRow> rows = lake.reader().rows(RowQuery.of(name, 1000)).rows();
        rows.forEach(row -> seen.add(row.value("_rt_tx")));
        assertThat(rows).as("refused %s", refused).hasSize(60);
        assertThat(seen).hasSize(60);
    }

    private static void cutConnections(AtomicBoolean stop) {
        Random random = new Random(11);
        try (Connection connection = local.postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            while (!stop.get()) {
                Thread.sleep(30 + random.nextInt(120));
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChangeTable reloaded(LakeName name) {
        for (int attempt = 0; ; attempt++) {
            try {
                return ChangeTable.load(lake, name).orElseThrow();
            } catch (RuntimeException e) {
                if (attempt == 20) {
                    throw e;
                }
            }
        }
    }

    @Test
    void addsAColumnAndReadsOldRowsWithNull() {
        LakeName name = LakeName.parse("shop.wider");
        ChangeTable table = ChangeTable.createOrLoad(lake, name, layout());
        ChangeFile file = table.openFile();
        row(file, 1, 0, 1, 1, "1.0000", false);
        table.append(List.of(file.finish()), ChangeOrdinal.of(1, 1));
        Map<String, Type> columns = new LinkedHashMap<>(layout().columns());
        columns.put("note", Types.StringType.get());
        ChangeTable.createOrLoad(lake, name, new ChangeTableLayout("shop", columns, layout().key()));
        LakeRow row = lake.reader().rows(RowQuery.of(name, 1)).rows().get(0);
        assertThat(row.values()).containsEntry("note", null).containsEntry("sale_id", 1L);
        assertThatThrownBy(() -> ChangeTable.createOrLoad(
                        lake, name, new ChangeTableLayout("other", layout().columns(), layout().key())))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("belongs to source shop");
    }

    @Test
    void findsOutputRowsByTheirTags() throws Exception {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "month", Types.StringType.get()),
                Types.NestedField.optional(2, RowtrailColumns.TAGS, Types.BinaryType.get()));
        ((SupportsNamespaces) lake.catalog()).createNamespace(Namespace.of("gold"));
        Table table = lake.catalog().createTable(TableIdentifier.of("gold", "revenue"), schema);
        DataWriter<Record> writer = Parquet.writeData(
                        table.io().newOutputFile(table.locationProvider().newDataLocation("a.parquet")))
                .forTable(table)
                .withSpec(PartitionSpec.unpartitioned())
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        for (int month = 1; month <= 3; month++) {
            Record record = GenericRecord.create(schema);
            record.setField("month", month == 3 ? null : "m" + month);
            record.setField(
                    RowtrailColumns.TAGS,
                    ByteBuffer.wrap(TagSet.of(month, 10L * month, 99).encode()));
            writer.write(record);
        }
        writer.close();
        DataFile file = writer.toDataFile();
        table.newAppend().appendFile(file).commit();
        LakeName name = LakeName.parse("gold.revenue");
        LakeReader reader = lake.reader();
        LakeRows tagged =
                reader.rows(RowQuery.of(name, 10).where(new RowFilter.TaggedWithAny(Set.of(new ChangeOrdinal(20)))));
        assertThat(tagged.rows()).hasSize(1);
        assertThat(tagged.rows().get(0).tags()).contains(TagSet.of(2, 20, 99));
        assertThat(tagged.rows().get(0).values()).containsOnly(Map.entry("month", "m2"));
        assertThat(reader.count(RowQuery.of(name, 1)
                        .where(new RowFilter.TaggedWithAny(Set.of(new ChangeOrdinal(1), new ChangeOrdinal(99))))))
                .isEqualTo(3);
        Map<String, @Nullable Object> nullKey = new LinkedHashMap<>();
        nullKey.put("month", null);
        assertThat(reader.rows(RowQuery.of(name, 1).where(RowFilter.KeyEquals.of(nullKey)))
                        .rows())
                .singleElement()
                .satisfies(row -> assertThat(row.tags()).contains(TagSet.of(3, 30, 99)));
        assertThatThrownBy(() -> reader.rows(RowQuery.of(name, 1).select(List.of("nothing"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader.rows(RowQuery.of(LakeName.parse("gold.nothing"), 1)))
                .isInstanceOf(LakeException.class);
    }
}
