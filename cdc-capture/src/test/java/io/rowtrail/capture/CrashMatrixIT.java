package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.capture.SourceLedger.Change;
import io.rowtrail.capture.SourceLedger.Written;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the capture, and cut connections, among INSERT, COPY, bulk UPDATE and DELETE: the lake is what the source's ledger says. */
class CaptureKillIT {
    private static final int KILLS = Boolean.getBoolean("rowtrail.long") ? 15 : 3;
    private static final int SNAPSHOT_ROWS = 10_000;
    private static final long SEED = Long.getLong("rowtrail.seed", System.nanoTime() & 0xffffff);

    @TempDir
    private @Nullable Path directory;

    @Test
    void losesAndDoublesNothingWhenItIsKilledInMidStream() throws Exception {
        System.out.println("seed " + SEED + " (-Drowtrail.seed=" + SEED + ")");
        Random random = new Random(SEED);
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService()) {
            prepare(server);
            service.misbehaves(SEED);
            Properties settings = server.settings(directory, "public.a,public.b", service.url());
            CaptureProcess first = CaptureProcess.start(directory, settings, 0);
            Thread.sleep(1_000 + random.nextInt(2_500));
            first.kill();

            SourceLedger ledgerA = new SourceLedger();
            SourceLedger ledgerB = new SourceLedger();
            AtomicBoolean stop = new AtomicBoolean();
            CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
            capture.awaitState("streaming");
            SourceWriter writerA = new SourceWriter(server, "a", ledgerA, SEED + 1, stop);
            SourceWriter writerB = new SourceWriter(server, "b", ledgerB, SEED + 2, stop);
            Thread threadA = new Thread(writerA);
            Thread threadB = new Thread(writerB);
            threadA.start();
            threadB.start();
            for (int kill = 1; kill <= KILLS; kill++) {
                Thread.sleep(300 + random.nextInt(1_500));
                cutConnection(server);
                Thread.sleep(random.nextInt(1_500));
                capture.kill();
                capture = CaptureProcess.start(directory, settings, kill + 1);
                capture.awaitState("streaming");
            }
            cutConnection(server);
            Thread.sleep(1_500);
            stop.set(true);
            threadA.join();
            threadB.join();
            assertThat(writerA.failure()).isNull();
            assertThat(writerB.failure()).isNull();
            service.answers(() -> 201);
            int expected =
                    ledgerA.transactions().size() + ledgerB.transactions().size();
            CaptureProcess last = capture;
            Waiting.until("everything is told", Duration.ofSeconds(90), () -> {
                if (!last.isAlive()) {
                    throw new AssertionError(last.log());
                }
                long told = service.transactions().values().stream()
                        .filter(transaction ->
                                !transaction.path("tagSource").asText().equals("snapshot"))
                        .count();
                return told >= expected && last.status().path("pendingPosts").asInt() == 0;
            });
            assertThat(last.terminate()).as(last.log()).isZero();
            assertThat(service.faults()).isEmpty();
            verify(server, service, ledgerA, ledgerB, last.status());
        }
    }

    /** As a network or a restarted server would; the capture goes on by itself. */
    private static void cutConnection(SourceServer server) throws Exception {
        try (Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop,
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active_pid IS NOT NULL",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'catalog'");
        }
    }

    private static void prepare(SourceServer server) throws Exception {
        try (Connection shop = server.connect("shop")) {
            for (String table : List.of("a", "b")) {
                SourceServer.execute(
                        shop,
                        "CREATE TABLE " + table + " (id bigint PRIMARY KEY, v bigint NOT NULL, note text)",
                        "ALTER TABLE " + table + " REPLICA IDENTITY FULL",
                        "INSERT INTO " + table + " SELECT g, 0, 'before' FROM generate_series(1, " + SNAPSHOT_ROWS
                                + ") g");
            }
        }
    }

    private void verify(
            SourceServer server, RecordingService service, SourceLedger ledgerA, SourceLedger ledgerB, JsonNode status)
            throws Exception {
        Map<Long, JsonNode> told = service.transactions();
        List<Long> ordinals = new ArrayList<>(told.keySet());
        assertThat(ordinals.get(0)).isEqualTo(ChangeOrdinal.of(1, 1).value());
        assertThat(ordinals.get(ordinals.size() - 1) - ordinals.get(0)).isEqualTo(ordinals.size() - 1L);
        Map<Long, Long> ordinalOfTxid = new HashMap<>();
        told.forEach((ordinal, transaction) ->
                ordinalOfTxid.put(transaction.path("txid").asLong(), ordinal));
        Map<Long, List<LakeRow>> rows = new TreeMap<>();
        long rowCount = 0;
        try (Lake lake = Lake.open(server.lake(directory))) {
            for (String table : List.of("a", "b")) {
                LakeName name = new LakeName("shop", table);
                for (LakeRow row : ChangeRows.all(lake, name)) {
                    rows.computeIfAbsent((Long) row.value("_rt_tx"), tx -> new ArrayList<>())
                            .add(row);
                    rowCount++;
                }
                assertThat(lake.reader().table(name).orElseThrow().completeThrough())
                        .contains(new ChangeOrdinal(ordinals.get(ordinals.size() - 1)));
            }
        }
        assertThat(rows.keySet()).containsExactlyElementsOf(ordinals);
        long snapshotRows = rows.values().stream()
                .flatMap(List::stream)
                .filter(row -> "snapshot".equals(row.value("_rt_tag_source")))
                .count();
        assertThat(snapshotRows).isEqualTo(2L * SNAPSHOT_ROWS);
        long ledgerRows = agrees("a", ledgerA, ordinalOfTxid, rows) + agrees("b", ledgerB, ordinalOfTxid, rows);
        assertThat(rowCount).isEqualTo(snapshotRows + ledgerRows);
        assertThat(status.path("transactions").asLong())
                .isEqualTo(
                        ledgerA.transactions().size() + ledgerB.transactions().size());
        System.out.println("transactions " + status.path("transactions").asText() + ", rows " + ledgerRows);
    }

    /** Each transaction of one writer: its rows in their order, its trace; the writer's order is the ordinals' order. */
    private static long agrees(
            String table, SourceLedger ledger, Map<Long, Long> ordinalOfTxid, Map<Long, List<LakeRow>> rows) {
        long count = 0;
        long before = 0;
        for (Written written : ledger.transactions()) {
            Long ordinal = ordinalOfTxid.get(written.txid());
            assertThat(ordinal).as("transaction %s", written.txid()).isNotNull().isGreaterThan(before);
            before = ordinal;
            List<LakeRow> captured = new ArrayList<>(rows.get(ordinal));
            captured.sort(Comparator.comparing(row -> (Integer) row.value("_rt_seq")));
            assertThat(captured.stream()
                            .map(row -> new Change(
                                    table, (String) row.value("_rt_op"), (Long) row.value("id"), (Long) row.value("v")))
                            .toList())
                    .as("transaction %s", written.txid())
                    .containsExactlyInAnyOrderElementsOf(written.changes());
            for (int seq = 0; seq < captured.size(); seq++) {
                LakeRow row = captured.get(seq);
                assertThat(row.value("_rt_seq")).isEqualTo(seq);
                assertThat(row.value("_rt_trace_id"))
                        .isEqualTo(written.traceId().orElse(null));
                assertThat(row.value("_rt_tag_source")).isEqualTo(written.tagSource());
            }
            count += captured.size();
        }
        return count;
    }
}
