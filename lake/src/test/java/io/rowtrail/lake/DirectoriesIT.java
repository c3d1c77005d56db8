package io.rowtrail.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.lake.files.FileTables;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of directories of Parquet files and of Delta tables, whose columns have no ids. */
class DirectoriesIT {
    private static final String COLUMNS = "optional int32 id; optional binary name (STRING); optional binary _rt_tags;";
    private static final String RUN = "0191a4b2-7f63-7aaa-8bbb-0123456789ab";

    private final LakeReader reader = new IcebergLakeReader(
            new JdbcCatalog(),
            new FileTables(new LocalFileIO()),
            new IndexedRows(new SnapshotFiles(10), new FileIndexes(1 << 20, 1 << 20), 0));

    @TempDir
    Path root;

    private LakeName name() {
        return LakeName.directory(root);
    }

    private List<Map<String, Object>> values(RowFilter... filters) {
        RowQuery query = RowQuery.of(name(), 100);
        for (RowFilter filter : filters) {
            query = query.where(filter);
        }
        return reader.rows(query).rows().stream().map(LakeRow::values).toList();
    }

    private void list(String run, String files) throws IOException {
        Files.createDirectories(root.resolve("_rowtrail"));
        Files.writeString(
                root.resolve("_rowtrail/" + run + ".json"),
                "{\"v\":1,\"run\":\"" + run
                        + "\",\"column\":true,\"stated\":{\"rowtrail.absence.count\":\"0\"},\"files\":{" + files
                        + "}}");
    }

    @Test
    void rowsOfPartitionsAreFoundByKeyAndByTag() throws IOException {
        long one = ParquetFile.of(root.resolve("state=CA/part-1.parquet"), COLUMNS)
                .write(ParquetFile.row(1, "a", 7, 9), ParquetFile.row(2, "b", 8));
        // One column more, one less, and a place without a value.
        long two = ParquetFile.of(
                        root.resolve("state=__HIVE_DEFAULT_PARTITION__/part-2.parquet"),
                        "optional int64 more; optional int32 id; optional binary _rt_tags;")
                .write(row -> {
                    row.add("more", 5L);
                    row.add("id", 3);
                    row.add(
                            RowtrailColumns.TAGS,
                            Binary.fromConstantByteArray(TagSet.of(9).encode()));
                });
        Files.writeString(root.resolve("_SUCCESS"), "");
        list(RUN, "\"state=CA/part-1.parquet\":" + one + ",\"state=__HIVE_DEFAULT_PARTITION__/part-2.parquet\":" + two);

        LakeTable table = reader.table(name()).orElseThrow();
        assertThat(table.isTagged()).isTrue();
        assertThat(table.columns().stream().map(LakeColumn::name))
                .containsExactlyInAnyOrder("id", "name", "_rt_tags", "more", "state");
        assertThat(values(new RowFilter.KeyEquals(Map.of("state", Optional.of("CA"), "id", Optional.of("2")))))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("name", "b").containsEntry("more", null));
        assertThat(values(new RowFilter.KeyEquals(Map.of("state", Optional.empty()))))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("more", 5L).containsEntry("state", null));
        assertThat(values(new RowFilter.TaggedWithAny(Set.of(ChangeOrdinal.parse("9")))))
                .extracting(row -> row.get("id"))
                .containsExactlyInAnyOrder(1, 3);
        assertThat(reader.countTagged(name(), Set.of(ChangeOrdinal.parse("9"))).rows())
                .isEqualTo(2);
        assertThat(reader.snapshots(name()))
                .singleElement()
                .satisfies(write -> assertThat(write.summary())
                        .containsEntry(RowtrailProperties.RUN, RUN)
                        .containsEntry(RowtrailProperties.ABSENCE_COUNT, "0"));
    }

    @Test
    void aFileThatNoListNamesWithItsLengthIsSomebodyElses() throws IOException {
        long length = ParquetFile.of(root.resolve("part-1.parquet"), COLUMNS).write(ParquetFile.row(1, "a", 7));
        list(RUN, "\"part-1.parquet\":" + length);
        long before = reader.table(name()).orElseThrow().snapshot().orElseThrow();
        ParquetFile.of(root.resolve("part-2.parquet"), COLUMNS).write(ParquetFile.row(2, "b", 8));

        assertThat(reader.snapshots(name()))
                .last()
                .satisfies(write -> assertThat(write.summary()).doesNotContainKey(RowtrailProperties.RUN));
        assertThat(reader.table(name()).orElseThrow().snapshot().orElseThrow()).isNotEqualTo(before);
        assertThat(values()).hasSize(2);
    }

    @Test
    void whatIsNoParquetIsRefusedAndWhatIsNotThereIsNothing() throws IOException {
        assertThat(reader.table(name())).isEmpty();
        assertThat(reader.table(LakeName.directory(root.resolve("none")))).isEmpty();
        Files.writeString(root.resolve("part.csv"), "a,b");
        assertThatThrownBy(() -> reader.table(name()))
                .isInstanceOf(LakeUnreadableException.class)
                .hasMessageContaining("only Parquet is read");
    }

    private void commit(long version, String... actions) throws IOException {
        Path log = Files.createDirectories(root.resolve("_delta_log"));
        Files.writeString(log.resolve("%020d.json".formatted(version)), String.join("\n", actions) + "\n");
    }

    private static String signed(String operation, String run, boolean whole) {
        return "{\"commitInfo\":{\"timestamp\":1700000000000,\"operation\":\"" + operation + "\",\"userMetadata\":"
                + "\"{\\\"rowtrail.run\\\":\\\"" + run + "\\\",\\\"rowtrail.whole\\\":\\\"" + whole + "\\\"}\"}}";
    }

    private static final String PROTOCOL = "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}";

    private static String metaData(String partitions) {
        return "{\"metaData\":{\"id\":\"x\",\"partitionColumns\":[" + partitions
                + "],\"configuration\":{\"rowtrail.key\":\"id\"}}}";
    }

    private String add(String path, String values, Object... rows) throws IOException {
        long size = ParquetFile.of(root.resolve(path.replace("%20", " ")), COLUMNS)
                .write(ParquetFile.row((int) rows[0], (String) rows[1], (long) rows[2]));
        return "{\"add\":{\"path\":\"" + path + "\",\"partitionValues\":{" + values + "},\"size\":" + size
                + ",\"modificationTime\":1,\"dataChange\":true}}";
    }

    @Test
    void aDeltaTableIsWhatItsLogAddsUpTo() throws IOException {
        commit(0, PROTOCOL, metaData("\"s\""), add("s=a%20b/1.parquet", "\"s\":\"a b\"", 1, "a", 7L));
        commit(
                1,
                signed("WRITE", RUN, true),
                "{\"remove\":{\"path\":\"s=a%20b/1.parquet\",\"dataChange\":true}}",
                add("s=c/2.parquet", "\"s\":\"c\"", 2, "b", 8L));
        commit(2, signed("WRITE", RUN, false), add("s=a%20b/3.parquet", "\"s\":\"a b\"", 3, "c", 9L));

        assertThat(values()).extracting(row -> row.get("id")).containsExactlyInAnyOrder(2, 3);
        assertThat(values(new RowFilter.KeyEquals(Map.of("s", Optional.of("a b")))))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("id", 3));
        assertThat(reader.table(name()).orElseThrow().key()).containsExactly("id");
        assertThat(reader.table(name()).orElseThrow().snapshot()).hasValue(2);
        // What was before the whole overwrite is gone, and who wrote it with it.
        assertThat(reader.snapshots(name())).extracting(LakeSnapshot::id).containsExactly(1L, 2L);

        commit(
                3,
                "{\"commitInfo\":{\"operation\":\"OPTIMIZE\"}}",
                add("s=c/4.parquet", "\"s\":\"c\"", 2, "b", 8L).replace("true}}", "false}}"),
                "{\"remove\":{\"path\":\"s=c/2.parquet\",\"dataChange\":false}}");
        assertThat(reader.snapshots(name())).extracting(LakeSnapshot::id).containsExactly(1L, 2L);
        assertThat(values()).hasSize(2);

        commit(4, "{\"commitInfo\":{\"operation\":\"MERGE\"}}", add("s=c/5.parquet", "\"s\":\"c\"", 5, "e", 8L));
        assertThat(reader.snapshots(name()))
                .singleElement()
                .satisfies(write -> assertThat(write.summary()).doesNotContainKey(RowtrailProperties.RUN));
        assertThat(values()).hasSize(3);
    }

    @Test
    void aDeltaTableIsReadFromItsCheckpoint() throws IOException {
        add("1.parquet", "", 1, "a", 7L);
        String add = add("2.parquet", "", 2, "b", 8L);
        ParquetFile.of(root.resolve("_delta_log/%020d.checkpoint.parquet".formatted(5)), """
                        optional group protocol { optional int32 minReaderVersion; optional int32 minWriterVersion;
                          optional group readerFeatures (LIST) { repeated group list { optional binary element (STRING); } } }
                        optional group metaData { optional binary id (STRING);
                          optional group partitionColumns (LIST) { repeated group list { optional binary element (STRING); } }
                          optional group configuration (MAP) { repeated group key_value {
                            required binary key (STRING); optional binary value (STRING); } } }
                        optional group add { optional binary path (STRING); optional int64 size;
                          optional group partitionValues (MAP) { repeated group key_value {
                            required binary key (STRING); optional binary value (STRING); } }
                          optional binary stats (STRING); }
                        optional group txn { optional binary appId (STRING); }""")
                .write(
                        row -> row.addGroup("protocol").append("minReaderVersion", 1),
                        row -> row.addGroup("metaData")
                                .append("id", "x")
                                .addGroup("configuration")
                                .addGroup("key_value")
                                .append("key", "rowtrail.key")
                                .append("value", "id"),
                        row -> row.addGroup("txn").append("appId", "z"),
                        row -> row.addGroup("add").append("path", "1.parquet").append("size", 1L));
        commit(6, signed("WRITE", RUN, false), add);

        assertThat(values()).extracting(row -> row.get("id")).containsExactlyInAnyOrder(1, 2);
        assertThat(reader.table(name()).orElseThrow().key()).containsExactly("id");
        // Who wrote version 5 is not told any more.
        assertThat(reader.snapshots(name())).extracting(LakeSnapshot::id).containsExactly(5L, 6L);
        assertThat(reader.snapshots(name()).get(0).summary()).doesNotContainKey(RowtrailProperties.RUN);
    }

    @Test
    void whatDeltaMayHaveAndIsNotReadIsRefusedByName() throws IOException {
        String vector =
                "{\"add\":{\"path\":\"1.parquet\",\"size\":1,\"dataChange\":true,\"deletionVector\":{\"storageType\":\"u\"}}}";
        String features = "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"%s\"]}}";
        Map<String, String> refused = Map.of(
                "deletion vectors", vector,
                "typeWidening", features.formatted("typeWidening"),
                "column mapping",
                        "{\"metaData\":{\"configuration\":{\"delta.columnMapping.mode\":\"name\"},\"partitionColumns\":[]}}",
                "outside of its directory", "{\"add\":{\"path\":\"../x.parquet\",\"size\":1,\"dataChange\":true}}",
                "shallow clone", "{\"add\":{\"path\":\"file:///x.parquet\",\"size\":1,\"dataChange\":true}}");
        for (Map.Entry<String, String> one : refused.entrySet()) {
            commit(0, PROTOCOL, metaData(""), one.getValue());
            assertThatThrownBy(() -> reader.table(name()))
                    .isInstanceOf(LakeUnreadableException.class)
                    .hasMessageContaining(one.getKey());
        }
        commit(0, PROTOCOL, metaData(""));
        commit(2, PROTOCOL);
        assertThatThrownBy(() -> reader.table(name())).hasMessageContaining("version 1 is missing");
    }
}
