package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.trace.ChangeOrdinal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From statements at a real PostgreSQL to rows in real change tables, through real Debezium. */
class CaptureIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01;origin=originated";
    private static final String MESSAGE = "SELECT pg_logical_emit_message(true, 'rowtrail', '" + PARENT + "')";

    @TempDir
    private static @Nullable Path directory;

    private static @Nullable SourceServer server;
    private static @Nullable RecordingService service;
    private static @Nullable Connection shop;

    @BeforeAll
    static void start() throws Exception {
        server = new SourceServer();
        service = new RecordingService();
        shop = server.connect("shop");
        SourceServer.execute(
                shop,
                "CREATE TYPE mood AS ENUM ('glad', 'sad')",
                "CREATE TABLE sale (sale_id bigint PRIMARY KEY, sold_on date NOT NULL, note text)",
                "ALTER TABLE sale REPLICA IDENTITY FULL",
                "CREATE TABLE line (sale_id bigint, line_no int, price numeric(10,4), PRIMARY KEY (sale_id, line_no))",
                "ALTER TABLE line REPLICA IDENTITY FULL",
                "CREATE TABLE kinds (id int PRIMARY KEY, b boolean, s smallint, l bigint, f real, d double precision,"
                        + " n numeric, m money, t time, ts timestamp, tz timestamptz, dt date, j jsonb, u uuid,"
                        + " e mood, a int[], by bytea, v varchar(20), ip inet)",
                "INSERT INTO sale SELECT g, '1997-01-01', 'before' FROM generate_series(1, 7) g");
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
        service.close();
        server.close();
    }

    private static void transaction(String... statements) throws Exception {
        shop.setAutoCommit(false);
        SourceServer.execute(shop, statements);
        shop.commit();
        shop.setAutoCommit(true);
    }

    @Test
    void everyChangedRowKnowsItsTransactionAndItsTrace() throws Exception {
        Properties settings = server.settings(directory, "public.sale, public.line, public.kinds", service.url());
        CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
        capture.awaitState("streaming");
        transaction(
                MESSAGE,
                "INSERT INTO sale VALUES (10, '1997-02-01', 'a')",
                "INSERT INTO line VALUES (10, 1, 1.2500), (10, 2, 3)",
                "UPDATE line SET price = 4 WHERE line_no = 2",
                "DELETE FROM sale WHERE sale_id = 1");
        transaction("INSERT INTO sale VALUES (11, '1997-02-02', 'before the message')", MESSAGE);
        transaction("UPDATE sale SET note = 'nobody' WHERE sale_id = 2");
        shop.setAutoCommit(false);
        SourceServer.execute(shop, MESSAGE, "INSERT INTO sale VALUES (99, '1997-02-02', 'never')");
        shop.rollback();
        shop.setAutoCommit(true);
        transaction(
                "SELECT pg_logical_emit_message(true, 'rowtrail', '00-nonsense')",
                "INSERT INTO sale VALUES (12, '1997-02-03', 'bad id')");
        transaction("SELECT pg_logical_emit_message(true, 'other', 'x')", "TRUNCATE line");
        transaction("UPDATE sale SET sale_id = 100 WHERE sale_id = 3");
        transaction(
                "INSERT INTO kinds VALUES (1, true, 2, 3, 1.5, 2.5, 12345678901234567890.123456789, 12.34,"
                        + " '01:02:03.000004', '2001-02-03 04:05:06.789012', '2001-02-03 04:05:06.789012+02', '2001-02-03',"
                        + " '{\"a\": 1}', '4bf92f35-77b3-4da6-a3ce-929d0e0e4736', 'glad', '{1,2}', '\\x0102', 'v', '10.0.0.1')");
        Waiting.until("all is in the lake and told", Duration.ofSeconds(60), () -> {
            JsonNode status = capture.status();
            return status.path("transactions").asInt() == 7
                    && status.path("pendingPosts").asInt() == 0
                    && service.transactions().size() == 8;
        });
        JsonNode status = capture.status();
        assertThat(status.path("invalidBindings").asText()).isEqualTo("1");
        assertThat(status.path("rows")
                        .path("public.sale")
                        .path("r")
                        .path("snapshot")
                        .asInt())
                .isEqualTo(7);
        assertThat(capture.terminate()).as(capture.log()).isZero();
        assertThat(capture.status().path("state").asText()).isEqualTo("stopped");
        assertThat(capture.log()).doesNotContain("hush-source").doesNotContain("hush-lake");

        try (Lake lake = Lake.open(server.lake(directory))) {
            LakeReader reader = lake.reader();
            for (String table : List.of("sale", "line", "kinds")) {
                assertThat(reader.table(new LakeName("shop", table))
                                .orElseThrow()
                                .completeThrough())
                        .contains(ChangeOrdinal.of(1, 8));
            }
            checkSales(rows(reader, "sale"));
            checkLines(rows(reader, "line"));
            checkKinds(rows(reader, "kinds").get(0));
            assertThat(reader.table(new LakeName("shop", "line")).orElseThrow().key())
                    .containsExactly("sale_id", "line_no");
        }
        checkTold();
    }

    private static List<LakeRow> rows(LakeReader reader, String table) {
        List<LakeRow> rows = new ArrayList<>(
                reader.rows(RowQuery.of(new LakeName("shop", table), 1000)).rows());
        rows.sort(Comparator.<LakeRow, Long>comparing(row -> (Long) row.value("_rt_tx"))
                .thenComparing(row -> (Integer) row.value("_rt_seq")));
        return rows;
    }

    private static String brief(LakeRow row, String... columns) {
        StringBuilder text = new StringBuilder();
        long tx = (Long) row.value("_rt_tx");
        text.append(new ChangeOrdinal(tx).counter()).append('/').append(row.value("_rt_seq"));
        text.append(' ').append(row.value("_rt_op")).append(' ').append(row.value("_rt_tag_source"));
        text.append(row.value("_rt_trace_id") == null ? "" : "+");
        for (String column : columns) {
            text.append(' ').append(row.value(column));
        }
        return text.toString();
    }

    private static void checkSales(List<LakeRow> sales) {
        assertThat(sales.stream().map(row -> brief(row, "sale_id", "note")).skip(7))
                .containsExactly(
                        "2/0 c message+ 10 a",
                        "2/4 d message+ 1 before",
                        "3/0 c message+ 11 before the message",
                        "4/0 u none 2 nobody",
                        "5/0 c invalid 12 bad id",
                        "7/0 d none 3 before",
                        "7/1 c none 100 before");
        assertThat(sales.stream().limit(7).map(row -> brief(row, "sold_on")))
                .allMatch(text -> text.matches("1/\\d r snapshot 1997-01-01"));
        assertThat(sales.get(7).value("_rt_trace_id")).isEqualTo(TRACE);
        assertThat((OffsetDateTime) sales.get(7).value("_rt_commit_ts"))
                .isBetween(
                        OffsetDateTime.now().minusHours(1), OffsetDateTime.now().plusHours(1));
    }

    private static void checkLines(List<LakeRow> lines) {
        assertThat(lines.stream().map(row -> brief(row, "sale_id", "line_no", "price")))
                .containsExactly(
                        "2/1 c message+ 10 1 1.2500",
                        "2/2 c message+ 10 2 3.0000",
                        "2/3 u message+ 10 2 4.0000",
                        "6/0 t none null null null");
    }

    private static void checkKinds(LakeRow row) {
        Map<String, @Nullable Object> values = row.values();
        assertThat(values)
                .containsEntry("b", true)
                .containsEntry("s", 2)
                .containsEntry("l", 3L)
                .containsEntry("f", 1.5f)
                .containsEntry("d", 2.5)
                .containsEntry("n", "12345678901234567890.123456789")
                .containsEntry("m", new BigDecimal("12.34"))
                .containsEntry("t", LocalTime.parse("01:02:03.000004"))
                .containsEntry("ts", LocalDateTime.parse("2001-02-03T04:05:06.789012"))
                .containsEntry("tz", OffsetDateTime.parse("2001-02-03T02:05:06.789012Z"))
                .containsEntry("dt", LocalDate.parse("2001-02-03"))
                .containsEntry("j", "{\"a\": 1}")
                .containsEntry("u", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736")
                .containsEntry("e", "glad")
                .containsEntry("a", "[1,2]")
                .containsEntry("by", ByteBuffer.wrap(new byte[] {1, 2}))
                .containsEntry("v", "v")
                .containsEntry("ip", "10.0.0.1");
    }

    private static void checkTold() {
        assertThat(service.faults()).isEmpty();
        JsonNode first = service.transactions().get(ChangeOrdinal.of(1, 2).value());
        assertThat(first.path("tagSource").asText()).isEqualTo("message");
        assertThat(first.path("traces").get(0).path("traceId").asText()).isEqualTo(TRACE);
        assertThat(first.path("traces").get(0).path("spanId").asText()).isEqualTo("00f067aa0ba902b7");
        assertThat(first.path("traces").get(0).path("origin").asText()).isEqualTo("originated");
        assertThat(first.path("tables").get(0).path("dataset").toString())
                .isEqualTo("{\"namespace\":\"iceberg://lake\",\"name\":\"shop.line\"}");
        assertThat(first.path("tables").get(0).path("ops").toString()).isEqualTo("{\"c\":2,\"u\":1}");
        assertThat(first.path("tables").get(0).path("manifestRoot").asText()).matches("[0-9a-f]{64}");
        assertThat(service.transactions()
                        .get(ChangeOrdinal.of(1, 1).value())
                        .path("tagSource")
                        .asText())
                .isEqualTo("snapshot");
        Set<String> told = new HashSet<>();
        for (JsonNode event : service.events()) {
            JsonNode output = event.path("outputs").get(0);
            told.add(event.path("eventType").asText() + " "
                    + event.path("inputs").get(0).path("name").asText() + " -> "
                    + output.path("name").asText() + " "
                    + output.path("facets").path("columnLineage").path("fields").has("sale_id"));
        }
        assertThat(told)
                .contains("START shop.public.sale -> shop.sale true", "COMPLETE shop.public.line -> shop.line true");
    }
}
