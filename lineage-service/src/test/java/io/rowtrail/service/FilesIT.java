package io.rowtrail.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both questions about reports that are files in a directory, and Delta tables. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class FilesIT {
    private static final String JSON = "application/json";
    private static final int INCARNATION = 47;
    private static final MessageType TYPE = MessageTypeParser.parseMessageType(
            "message m { optional binary month (STRING); optional int64 units; optional binary _rt_tags; }");

    @ConfigProperty(name = "rowtrail.lake.files")
    String files;

    private final String run = UUID.randomUUID().toString();
    private Path root = Path.of(".");

    @BeforeEach
    void directory() throws IOException {
        root = Files.createDirectories(Path.of(files)).toRealPath().resolve("report-" + run);
    }

    private static String trace(int n) {
        return String.format("%031x%x", 0xf11e5, n);
    }

    private static long ordinal(long counter) {
        return ChangeOrdinal.of(INCARNATION, counter).value();
    }

    private static void capture(long counter) {
        given().contentType(JSON)
                .body(Events.changes(INCARNATION, counter, trace((int) counter), 1))
                .post("/api/v1/changes")
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
    }

    private long write(String file, String month, long... counters) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withType(TYPE)
                .build()) {
            Group row = new SimpleGroup(TYPE);
            row.add("month", month);
            row.add("units", 12L);
            long[] ordinals =
                    java.util.Arrays.stream(counters).map(FilesIT::ordinal).toArray();
            row.add(
                    RowtrailColumns.TAGS,
                    Binary.fromConstantByteArray(TagSet.of(ordinals).encode()));
            writer.write(row);
        }
        return Files.size(path);
    }

    private void tell() {
        String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", "files47", "x", "y")
                .replace("\"namespace\":\"test\",\"name\":\"y\"", "\"namespace\":\"file\",\"name\":\"" + root + "\"");
        given().contentType(JSON)
                .header("Prefer", "wait=60")
                .body(event)
                .post("/api/v1/lineage?wait=graph")
                .then()
                .statusCode(201);
    }

    private io.restassured.response.ValidatableResponse origins(String month) {
        return given().queryParam("dataset", "dataset:file:" + root)
                .queryParam("key", "{\"month\":\"" + month + "\"}")
                .get("/api/v1/rows/traces")
                .then();
    }

    private io.restassured.response.ValidatableResponse rows(int trace) {
        return given().queryParam("dataset", "dataset:file:" + root)
                .get("/api/v1/traces/" + trace(trace) + "/rows")
                .then();
    }

    @Test
    void aDirectoryOfParquetAnswers() throws IOException {
        capture(1);
        capture(2);
        long first = write("state=CA/part-1.parquet", "1997-01", 1, 2);
        long second = write("state=WA/part-2.parquet", "1997-02", 2);
        Files.createDirectories(root.resolve("_rowtrail"));
        Files.writeString(
                root.resolve("_rowtrail/" + run + ".json"),
                "{\"v\":1,\"run\":\"" + run
                        + "\",\"column\":true,\"stated\":{\"rowtrail.absence.count\":\"0\"},\"files\":"
                        + "{\"state=CA/part-1.parquet\":" + first + ",\"state=WA/part-2.parquet\":" + second + "}}");
        tell();

        origins("1997-01")
                .statusCode(200)
                .body("exactness", equalTo("exact"))
                .body("closed", equalTo(true))
                .body("traces.traceId", hasItem(trace(1)))
                .body("traces", hasSize(2));
        rows(1).statusCode(200).body("rows", hasSize(1)).body("rows[0].key.month", equalTo("1997-01"));
        rows(2).body("rows", hasSize(2)).body("rows.key.state", hasItem("WA"));
        origins("1997-12").statusCode(404);

        write("state=WA/part-3.parquet", "1997-03", 1);
        origins("1997-01")
                .statusCode(200)
                .body("exactness", equalTo("unknown"))
                .body("caveats", hasItem("foreignWriter"));
    }

    @Test
    void aDeltaTableAnswers() throws IOException {
        capture(3);
        long size = write("part-1.parquet", "1997-01", 3);
        Files.createDirectories(root.resolve("_delta_log"));
        String signature = "{\\\"rowtrail.run\\\":\\\"" + run
                + "\\\",\\\"rowtrail.whole\\\":\\\"true\\\",\\\"rowtrail.absence.count\\\":\\\"0\\\"}";
        Files.writeString(
                root.resolve("_delta_log/00000000000000000000.json"),
                "{\"commitInfo\":{\"timestamp\":1,\"operation\":\"WRITE\",\"userMetadata\":\"" + signature + "\"}}\n"
                        + "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n"
                        + "{\"metaData\":{\"id\":\"x\",\"partitionColumns\":[],\"configuration\":{}}}\n"
                        + "{\"add\":{\"path\":\"part-1.parquet\",\"partitionValues\":{},\"size\":" + size
                        + ",\"dataChange\":true}}\n");
        tell();

        origins("1997-01")
                .statusCode(200)
                .body("exactness", equalTo("exact"))
                .body("traces.traceId", hasItem(trace(3)));
        rows(3).statusCode(200).body("rows", hasSize(1));
        Files.writeString(
                root.resolve("_delta_log/00000000000000000001.json"),
                "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"typeWidening\"]}}\n");
        origins("1997-01").statusCode(422).body("detail", containsString("typeWidening"));
    }

    @Test
    void nothingOutsideOfTheDirectoriesIsRead() throws IOException {
        write("part-1.parquet", "1997-01", 3);
        Path outside = Files.createTempDirectory("outside");
        Path link = Files.createSymbolicLink(root.resolveSibling("link-" + run), outside);
        for (String path : new String[] {outside.toString(), link.toString(), root + "/../../..", "relative", "\0"}) {
            given().queryParam("dataset", "dataset:file:" + path)
                    .queryParam("key", "{\"month\":\"1997-01\"}")
                    .get("/api/v1/rows/traces")
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(400, 404));
        }
    }
}
