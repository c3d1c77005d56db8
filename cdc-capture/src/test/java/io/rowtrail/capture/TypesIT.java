package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of value comes the same by the snapshot and by the stream, and large ones are told or said to be untold. */
class TypesIT {
    /** Type, value, and the text of what the lake has. */
    private static final String[][] KINDS = {
        {"numeric", "1e40", "1" + "0".repeat(40)},
        {"numeric", "'NaN'", "NaN"},
        {"numeric", "-0.000000000000000000000000000001", "-0.000000000000000000000000000001"},
        {"numeric(38,10)", "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789"},
        {"numeric(5,0)", "12345", "12345"},
        {"money", "-92233720368547758.08", "-92233720368547758.08"},
        {"real", "'-Infinity'", "-Infinity"},
        {"double precision", "'NaN'", "NaN"},
        {"bigint", "-9223372036854775808", "-9223372036854775808"},
        {"date", "'0944-03-15'", "0944-03-15"},
        {"date", "'9999-12-31'", "9999-12-31"},
        {"time", "'24:00'", "23:59:59.999999"},
        {"numeric(5,2)", "'NaN'", "null"},
        {"timetz", "'12:30:00.5+02'", "10:30:00.5Z"},
        {"timestamp", "'1969-12-31 23:59:59.999999'", "1969-12-31T23:59:59.999999"},
        {"timestamp(3)", "'2001-02-03 04:05:06.789'", "2001-02-03T04:05:06.789"},
        {"timestamptz", "'2001-02-03 04:05:06.789012-08'", "2001-02-03T12:05:06.789012Z"},
        {"interval", "'1 year 2 months 3 days 04:05:06.7'", "P1Y2M3DT4H5M6.7S"},
        {"json", "'{\"b\": 1,  \"a\": [null]}'", "{\"b\": 1,  \"a\": [null]}"},
        {"jsonb", "'{\"n\": 12345678901234567890.5}'", "{\"n\": 12345678901234567890.5}"},
        {"text", "E'ü\\n\\U0001F600'", "ü\n\uD83D\uDE00"},
        {"char(4)", "'ab'", "ab  "},
        {"uuid", "'4bf92f35-77b3-4da6-a3ce-929d0e0e4736'", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"},
        {"xml", "'<a>1</a>'", "<a>1</a>"},
        {"inet", "'10.0.0.0/8'", "10.0.0.0/8"},
        {"int4range", "'[1,5)'", "[1,5)"},
        {"oid", "4294967295", "4294967295"},
        {"mood", "'sad'", "sad"},
        {"positive", "7", "7"},
        {"text[]", "'{a,\"b c\",NULL}'", "[\"a\",\"b c\",null]"},
        {"bigint[]", "'{1,9223372036854775807}'", "[1,9223372036854775807]"},
        {"mood[]", "'{glad,sad}'", "[\"glad\",\"sad\"]"},
        {"bit(3)", "B'101'", "101"},
        {"varbit", "B'110'", "110"},
        {"point", "'(1,-2.5)'", "(1,-2.5)"},
        {"tsvector", "'a:1 b:2'", "'a':1 'b':2"},
        {"pg_lsn", "'0/16B3748'", null},
        {"numeric[]", "'{1.50,2}'", "[\"1.50\",\"2\"]"},
        {"timestamptz[]", "'{2001-02-03 04:05:06+00}'", null},
        {"timestamptz", "'infinity'", null},
        {"timestamp", "'-infinity'", null},
        {"date", "'infinity'", "null"},
        {"numeric", "'-Infinity'", "-Infinity"},
        {"bit(5)", "B'00101'", "00101"},
        {"macaddr", "'08:00:2b:01:02:03'", null},
        {"bytea", "'\\x'", null},
        {"money", "NULL", "null"},
    };

    @TempDir
    private @Nullable Path directory;

    @Test
    void theSnapshotAndTheStreamTellTheSame() throws Exception {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < KINDS.length; i++) {
            columns.append(", c").append(i).append(' ').append(KINDS[i][0]);
            values.append(", ").append(KINDS[i][1]);
        }
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "CREATE TYPE mood AS ENUM ('glad', 'sad')",
                    "CREATE DOMAIN positive AS int CHECK (value > 0)",
                    "CREATE TABLE kinds (id int PRIMARY KEY" + columns + ")",
                    "ALTER TABLE kinds REPLICA IDENTITY FULL",
                    "INSERT INTO kinds VALUES (1" + values + ")",
                    "CREATE TABLE wide (id int PRIMARY KEY, n int, large text)",
                    "CREATE TABLE full_wide (id int PRIMARY KEY, n int, large text)",
                    "ALTER TABLE full_wide REPLICA IDENTITY FULL");
            Properties settings =
                    server.settings(directory, "public.kinds,public.wide,public.full_wide", service.url());
            settings.setProperty("transaction.memory.bytes", "1");
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            String large = "(SELECT string_agg(md5(g::text), '') FROM generate_series(1, 1000) g)";
            SourceServer.execute(
                    shop,
                    "INSERT INTO kinds VALUES (2" + values + ")",
                    "INSERT INTO wide VALUES (1, 1, " + large + ")",
                    "UPDATE wide SET n = 2",
                    "UPDATE wide SET id = 5",
                    "INSERT INTO full_wide VALUES (1, 1, " + large + ")",
                    "UPDATE full_wide SET n = 2",
                    "DELETE FROM full_wide");
            Waiting.until("all is in the lake", Duration.ofSeconds(60), () -> {
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
                return capture.status().path("transactions").asInt() == 7;
            });
            assertThat(capture.status().path("untoldValues").asText()).isEqualTo("4");
            assertThat(capture.terminate()).as(capture.log()).isZero();
            try (Lake lake = Lake.open(server.lake(directory))) {
                checkKinds(ChangeRows.inOrder(lake, new LakeName("shop", "kinds")));
                assertThat(brief(lake, "wide"))
                        .containsExactly("c 1 1 32000", "u 1 2 null", "d 1 null null", "c 5 2 null");
                assertThat(brief(lake, "full_wide")).containsExactly("c 1 1 32000", "u 1 2 32000", "d 1 2 32000");
            }
        }
    }

    private static void checkKinds(List<LakeRow> rows) {
        assertThat(rows).hasSize(2);
        Map<String, String> snapshot = new LinkedHashMap<>();
        Map<String, String> stream = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < KINDS.length; i++) {
            String kind = i + " " + KINDS[i][0] + " " + KINDS[i][1];
            snapshot.put(kind, String.valueOf(rows.get(0).value("c" + i)));
            stream.put(kind, String.valueOf(rows.get(1).value("c" + i)));
            expected.put(kind, KINDS[i][2] == null ? snapshot.get(kind) : KINDS[i][2]);
        }
        assertThat(stream).isEqualTo(snapshot);
        assertThat(snapshot).isEqualTo(expected);
    }

    private static List<String> brief(Lake lake, String table) throws Exception {
        List<String> brief = new ArrayList<>();
        for (LakeRow row : ChangeRows.inOrder(lake, new LakeName("shop", table))) {
            Object large = row.value("large");
            brief.add(row.value("_rt_op") + " " + row.value("id") + " " + row.value("n") + " "
                    + (large == null ? "null" : String.valueOf(large).length()));
        }
        return brief;
    }
}
