package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What personal data is written as, and the other ways by which a transaction can name its trace. */
class ColumnRulesIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String OTHER = "0af7651916cd43dd8448eb211c80319c";
    private static final String SECRET = "Ada.Lovelace-1815";

    @TempDir
    private @Nullable Path directory;

    @Test
    void personalDataIsNeverWrittenAsItIsAndRowsNameTheirTraces() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TABLE person (mail text PRIMARY KEY, born date, phone text, note text, n int)",
                    "ALTER TABLE person REPLICA IDENTITY FULL",
                    "CREATE TABLE visit (id int PRIMARY KEY, traceparent text)",
                    "ALTER TABLE visit REPLICA IDENTITY FULL",
                    "CREATE TABLE outbox (id int PRIMARY KEY, tracingspancontext text)",
                    "CREATE TABLE trace_context (txid bigint, traceparent text)",
                    "ALTER TABLE trace_context REPLICA IDENTITY FULL",
                    "INSERT INTO person VALUES ('" + SECRET + "', '1815-12-10', '" + SECRET + "', '" + SECRET + "', 1)",
                    "INSERT INTO trace_context VALUES (1, 'of before')");
            Properties settings = server.settings(directory, "public.person,public.visit,public.outbox", service.url());
            settings.setProperty("source.trace.table", "public.trace_context");
            settings.setProperty("source.columns.mask", "public.person.phone,public.person.born");
            settings.setProperty("source.columns.hash", "public.person.mail");
            settings.setProperty("source.columns.drop", "public.person.note");
            settings.setProperty("transaction.memory.bytes", "1");
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            SourceServer.execute(
                    shop,
                    "UPDATE person SET n = 2",
                    "ALTER TABLE person ADD COLUMN later int DEFAULT 7",
                    "DELETE FROM person",
                    "BEGIN; INSERT INTO visit VALUES (1, NULL); INSERT INTO trace_context VALUES"
                            + " (pg_current_xact_id()::text::bigint, '00-" + TRACE + "-00f067aa0ba902b7-01'); COMMIT",
                    "INSERT INTO visit VALUES (2, '00-" + OTHER + "-00f067aa0ba902b7-01')",
                    "UPDATE visit SET id = 3 WHERE id = 2",
                    "UPDATE visit SET traceparent = '00-" + OTHER + "-00f067aa0ba902b7-01' WHERE id = 1",
                    "DELETE FROM visit WHERE id = 1",
                    "DELETE FROM trace_context",
                    "INSERT INTO outbox VALUES (1, E'#when\\ntracestate=\\ntraceparent=00-" + TRACE
                            + "-00f067aa0ba902b7-01')",
                    "BEGIN; INSERT INTO visit VALUES (4, '00-" + OTHER + "-00f067aa0ba902b7-01'); SELECT"
                            + " pg_logical_emit_message(true, 'rowtrail', '00-" + TRACE
                            + "-00f067aa0ba902b7-01'); COMMIT");
            Waiting.until("all is in the lake", Duration.ofSeconds(60), () -> {
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
                return capture.status().path("transactions").asInt() == 9;
            });
            assertThat(capture.terminate()).as(capture.log()).isZero();
            try (Lake lake = Lake.open(server.lake(directory))) {
                String hash = hash(directory.resolve("state").resolve("columns.key"));
                assertThat(brief(lake, "person", "mail", "born", "phone", "n"))
                        .containsExactly(
                                "r snapshot null " + hash + " *** *** 1",
                                "u none null " + hash + " *** *** 2",
                                "d none null " + hash + " *** *** 2");
                assertThat(lake.reader().table(new LakeName("shop", "trace_context")))
                        .isEmpty();
                assertThat(brief(lake, "visit", "id"))
                        .containsExactly(
                                "c table " + TRACE + " 1",
                                "c column " + OTHER + " 2",
                                // A new key is a delete and an insert, and the insert brings its column along.
                                "d column " + OTHER + " 2",
                                "c column " + OTHER + " 3",
                                "u column " + OTHER + " 1",
                                "d none null 1",
                                "c message " + TRACE + " 4");
                assertThat(brief(lake, "outbox", "id")).containsExactly("c outbox " + TRACE + " 1");
            }
            assertThat(bytesOf(directory)).noneMatch(file -> file.contains("Ada.Lovelace"));
        }
    }

    private static String hash(Path key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Files.readAllBytes(key), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> brief(Lake lake, String table, String... columns) throws Exception {
        List<LakeRow> rows = ChangeRows.inOrder(lake, new LakeName("shop", table));
        List<String> brief = new ArrayList<>();
        for (LakeRow row : rows) {
            StringBuilder text = new StringBuilder();
            text.append(row.value("_rt_op")).append(' ').append(row.value("_rt_tag_source"));
            text.append(' ').append(row.value("_rt_trace_id"));
            for (String column : columns) {
                text.append(' ').append(row.value(column));
            }
            brief.add(text.toString());
        }
        return brief;
    }

    private static List<String> bytesOf(Path directory) throws Exception {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(all).hasSizeGreaterThan(10);
        return all;
    }

    @Test
    void rulesThatCannotHoldAreToldAtStart() throws Exception {
        try (SourceServer server = new SourceServer();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TABLE person (mail text PRIMARY KEY, phone text)",
                    "CREATE TABLE trace_context (txid bigint, traceparent text)");
            for (String[] wrong : new String[][] {
                {"source.columns.mask", "public.person.mail", "hash it"},
                {"source.columns.drop", "public.person.nothing", "does not have"},
                {"source.columns.hash", "public.other.mail", "not captured"},
                {"source.trace.table", "public.person ", "one of source.tables"},
                {"source.trace.table", "public.trace_context", "public.trace_context REPLICA IDENTITY FULL"},
                {"source.columns.hash", "person.mail", "schema.table.column"},
            }) {
                Properties settings = server.settings(directory, "public.person", "http://127.0.0.1:9");
                settings.setProperty(wrong[0], wrong[1]);
                assertThatThrownBy(() ->
                                new Capture(CaptureConfig.from(settings), Clock.systemUTC(), System::nanoTime).run())
                        .as(wrong[1])
                        .hasMessageContaining(wrong[2]);
            }
        }
    }
}
