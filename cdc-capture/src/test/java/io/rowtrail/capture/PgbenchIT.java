package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.jdbc.trigger.BindingTriggers;
import io.rowtrail.jdbc.trigger.TableName;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that nobody here wrote, bound by the triggers: pgbench with comments, with {@code SET LOCAL}, with PGOPTIONS. */
class PgbenchIT {
    private static final int TRANSACTIONS = 2_000;
    private static final int CLIENTS = 4;
    private static final String SESSION = "9".repeat(32);
    /** Each transaction writes down which trace it claims; one in ten gives up. */
    private static final String SCRIPT = """
            \\set t random(1000000000000000, 9999999999999999)
            \\set aid random(1, 100000)
            \\set delta random(-5000, 5000)
            \\set fate random(1, 10)
            BEGIN;
            %s
            UPDATE pgbench_accounts SET abalance = abalance + :delta WHERE aid = :aid %s;
            UPDATE pgbench_branches SET bbalance = bbalance + :delta WHERE bid = 1;
            INSERT INTO pgbench_history (tid, bid, aid, delta, mtime, filler)
                VALUES (%d, 1, :aid, :delta, CURRENT_TIMESTAMP, ':t');
            \\if :fate = 1
            ROLLBACK;
            \\else
            END;
            \\endif
            """;

    @TempDir
    private @Nullable Path directory;

    private void pgbench(SourceServer server, String options, String... arguments) throws Exception {
        List<String> call =
                new ArrayList<>(List.of("pgbench", "-h", "127.0.0.1", "-p", Integer.toString(server.port())));
        call.addAll(List.of("-U", "postgres", "-n"));
        call.addAll(List.of(arguments));
        call.add("shop");
        ProcessBuilder builder = new ProcessBuilder(call)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbench.log").toFile());
        builder.environment().put("PGOPTIONS", options);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("pgbench.log")))
                .isZero();
    }

    private void run(SourceServer server, int way, String before, String comment, String options) throws Exception {
        Path script = directory.resolve("script" + way + ".sql");
        Files.writeString(script, String.format(SCRIPT, before, comment, way));
        String count = Integer.toString(TRANSACTIONS);
        pgbench(server, options, "-f", script.toString(), "-c", Integer.toString(CLIENTS), "-t", count);
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("pgbench", "--version").start().waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void everyCommittedChangeCarriesTheTraceItsClientClaimed() throws Exception {
        assumeTrue(Boolean.getBoolean("rowtrail.long"), "a client of its own: run with -Plong");
        assumeTrue(isInstalled(), "pgbench is not installed (Debian: postgresql-contrib)");
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService();
                Connection shop = server.connect("shop")) {
            pgbench(server, "", "-i", "-q");
            SourceServer.execute(
                    shop,
                    "ALTER TABLE pgbench_history ADD COLUMN id bigserial PRIMARY KEY",
                    "ALTER TABLE pgbench_history REPLICA IDENTITY FULL");
            new BindingTriggers(shop)
                    .install(List.of(
                            TableName.parse("pgbench_history"),
                            TableName.parse("pgbench_accounts"),
                            TableName.parse("pgbench_branches")));
            Properties settings = server.settings(
                    directory, "public.pgbench_history,public.pgbench_accounts,public.pgbench_branches", service.url());
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            run(server, 1, "", "/*traceparent='00-:t:t-00f067aa0ba902b7-01'*/", "");
            run(server, 2, "SET LOCAL rowtrail.traceparent = '00-:t:t-00f067aa0ba902b7-01';", "", "");
            run(server, 3, "", "", "-c rowtrail.traceparent=00-" + SESSION + "-00f067aa0ba902b7-01");
            run(server, 4, "", "", "");
            int committed = count(shop, "SELECT count(*) FROM pgbench_history");
            assertThat(committed).isLessThan(4 * CLIENTS * TRANSACTIONS);
            Waiting.until("all is in the lake", Duration.ofMinutes(3), () -> {
                assertThat(capture.isAlive()).as(capture.log()).isTrue();
                return capture.status().path("transactions").asInt() >= committed;
            });
            assertThat(capture.terminate()).as(capture.log()).isZero();
            check(server, committed);
        }
    }

    private static int count(Connection shop, String sql) throws SQLException {
        try (Statement statement = shop.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void check(SourceServer server, int committed) throws Exception {
        Map<Long, String> traceOfTransaction = new HashMap<>();
        Map<String, Integer> sources = new HashMap<>();
        try (Lake lake = Lake.open(server.lake(directory))) {
            for (LakeRow row : ChangeRows.all(lake, new LakeName("shop", "pgbench_history"))) {
                int way = (Integer) row.value("tid");
                String claimed = String.valueOf(row.value("filler")).strip();
                String expected = way == 4 ? "null" : way == 3 ? SESSION : claimed + claimed;
                assertThat(String.valueOf(row.value("_rt_trace_id"))).isEqualTo(expected);
                traceOfTransaction.put((Long) row.value("_rt_tx"), expected);
                sources.merge(way + " " + row.value("_rt_tag_source"), 1, Integer::sum);
            }
            assertThat(traceOfTransaction).hasSize(committed);
            assertThat(sources.keySet()).containsExactlyInAnyOrder("1 comment", "2 message", "3 message", "4 none");
            for (String table : List.of("pgbench_accounts", "pgbench_branches")) {
                int changes = 0;
                for (LakeRow row : ChangeRows.all(lake, new LakeName("shop", table))) {
                    if (!"snapshot".equals(row.value("_rt_tag_source"))) {
                        changes++;
                        assertThat(String.valueOf(row.value("_rt_trace_id")))
                                .isEqualTo(traceOfTransaction.get((Long) row.value("_rt_tx")));
                    }
                }
                assertThat(changes).isEqualTo(committed);
            }
        }
        System.out.println("committed " + committed + " of " + 4 * CLIENTS * TRANSACTIONS + ": " + sources);
    }
}
