package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.capture.SourceLedger.Change;
import io.rowtrail.capture.SourceLedger.Written;
import io.rowtrail.capture.state.Milestone;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.file.Files;
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
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that may befall a capture, among INSERT, COPY, bulk UPDATE and DELETE and changes of the schema: the lake is
 * what the source's ledger says.
 */
class CrashMatrixIT {
    private static final boolean LONG = Boolean.getBoolean("rowtrail.long");
    private static final int RUNS = LONG ? Integer.getInteger("rowtrail.runs", 42) : 1;
    private static final int DISASTERS_A_RUN = 12;
    private static final int SNAPSHOT_ROWS = 10_000;
    private static final long SEED = Long.getLong("rowtrail.seed", System.nanoTime() & 0xffffff);
    private static final int KILLED = 137;
    /** A run in the background falls behind its writers by minutes, and a milestone comes when it has caught up. */
    private static final Duration PATIENCE = Duration.ofSeconds(LONG ? 900 : 90);

    private static final List<Milestone> IN_SNAPSHOT =
            List.of(Milestone.TABLE_COMMITTED, Milestone.SNAPSHOT_COMMITTED, Milestone.SNAPSHOT_PASSED);

    @TempDir
    private @Nullable Path temporary;

    private @Nullable Path directory;
    private int life;

    @Test
    void losesAndDoublesNothingWhateverBefallsIt() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            directory = temporary.resolve("run" + run);
            Files.createDirectories(directory);
            run(SEED + run);
        }
    }

    /** What is compared of a row, in little memory. */
    private record Captured(
            String op, long id, long v, int seq, @Nullable String traceId, String tagSource) {
        static Captured of(Record row) {
            Object trace = row.getField("_rt_trace_id");
            return new Captured(
                    row.getField("_rt_op").toString().intern(),
                    (Long) row.getField("id"),
                    (Long) row.getField("v"),
                    (Integer) row.getField("_rt_seq"),
                    trace == null ? null : trace.toString().intern(),
                    row.getField("_rt_tag_source").toString().intern());
        }
    }

    private void run(long seed) throws Exception {
        System.out.println("seed " + seed + " (-Drowtrail.seed=" + seed + ")");
        Random random = new Random(seed);
        life = 0;
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService()) {
            prepare(server);
            service.misbehaves(seed);
            Properties settings = server.settings(directory, "public.a,public.b", service.url());
            dieInSnapshot(settings, random);
            SourceLedger ledgerA = new SourceLedger();
            SourceLedger ledgerB = new SourceLedger();
            AtomicBoolean stop = new AtomicBoolean();
            CaptureProcess capture = CaptureProcess.start(directory, settings, ++life);
            capture.awaitState("streaming");
            SourceWriter writerA = new SourceWriter(server, "a", ledgerA, seed + 1, stop);
            SourceWriter writerB = new SourceWriter(server, "b", ledgerB, seed + 2, stop);
            Thread threadA = new Thread(writerA);
            Thread threadB = new Thread(writerB);
            threadA.start();
            threadB.start();
            List<Disaster> disasters = LONG ? Disaster.some(DISASTERS_A_RUN, random) : Disaster.few(random);
            for (Disaster disaster : disasters) {
                System.out.println("life " + life + " " + disaster);
                Thread.sleep(300 + random.nextInt(1_000));
                capture = befallen(disaster, capture, server, settings, random);
            }
            Thread.sleep(500);
            stop.set(true);
            threadA.join();
            threadB.join();
            assertThat(writerA.failure()).isNull();
            assertThat(writerB.failure()).isNull();
            service.answers(() -> 201);
            int expected =
                    ledgerA.transactions().size() + ledgerB.transactions().size();
            CaptureProcess last = capture;
            Waiting.until("everything is told", PATIENCE, () -> {
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

    private void dieInSnapshot(Properties settings, Random random) throws Exception {
        if (random.nextInt(IN_SNAPSHOT.size() + 1) == 0) {
            CaptureProcess first = CaptureProcess.start(directory, settings, life);
            Thread.sleep(1_000 + random.nextInt(2_500));
            first.kill();
            return;
        }
        Milestone milestone = IN_SNAPSHOT.get(random.nextInt(IN_SNAPSHOT.size()));
        CaptureProcess first =
                CaptureProcess.crashing(directory, settings, life, new Disaster.KilledBehind(milestone, 1));
        assertThat(first.exit(Duration.ofSeconds(90))).as(first.log()).isEqualTo(KILLED);
    }

    /** @return the capture that streams when it is over */
    private CaptureProcess befallen(
            Disaster disaster, CaptureProcess capture, SourceServer server, Properties settings, Random random)
            throws Exception {
        if (disaster instanceof Disaster.Cut) {
            cutConnection(server);
            return capture;
        }
        if (disaster instanceof Disaster.ServerKilled) {
            server.killAndRestart();
            // Source and catalogue are back in no time: the capture goes on by itself, or says why not and ends.
            Thread.sleep(1_000);
            return capture.isAlive() ? capture : next(settings);
        }
        if (disaster instanceof Disaster.KilledBehind behind) {
            capture.kill();
            CaptureProcess doomed = CaptureProcess.crashing(directory, settings, ++life, behind);
            if (behind.milestone() == Milestone.COLUMNS_ADDED) {
                doomed.awaitState("streaming"); // before that, a new column is added as it starts
                try (Connection shop = server.connect("shop")) {
                    SourceServer.execute(shop, "ALTER TABLE a ADD COLUMN x" + life + " int DEFAULT 7");
                }
            }
            assertThat(doomed.exit(PATIENCE)).as(doomed.log()).isEqualTo(KILLED);
        } else if (disaster instanceof Disaster.Stopped) {
            assertThat(capture.terminate()).as(capture.log()).isZero();
        } else {
            Thread.sleep(random.nextInt(1_000));
            capture.kill();
        }
        return next(settings);
    }

    private CaptureProcess next(Properties settings) throws Exception {
        CaptureProcess next = CaptureProcess.start(directory, settings, ++life);
        next.awaitState("streaming");
        return next;
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
        Map<Long, List<Captured>> rows = new TreeMap<>();
        long[] rowCount = {0};
        try (Lake lake = Lake.open(server.lake(directory))) {
            for (String table : List.of("a", "b")) {
                LakeName name = new LakeName("shop", table);
                ChangeRows.each(lake, name, row -> {
                    rows.computeIfAbsent((Long) row.getField("_rt_tx"), tx -> new ArrayList<>())
                            .add(Captured.of(row));
                    rowCount[0]++;
                });
                assertThat(lake.reader().table(name).orElseThrow().completeThrough())
                        .contains(new ChangeOrdinal(ordinals.get(ordinals.size() - 1)));
            }
        }
        assertThat(rows.keySet()).containsExactlyElementsOf(ordinals);
        long snapshotRows = rows.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.tagSource().equals("snapshot"))
                .count();
        assertThat(snapshotRows).isEqualTo(2L * SNAPSHOT_ROWS);
        long ledgerRows = agrees("a", ledgerA, ordinalOfTxid, rows) + agrees("b", ledgerB, ordinalOfTxid, rows);
        assertThat(rowCount[0]).isEqualTo(snapshotRows + ledgerRows);
        assertThat(status.path("transactions").asLong())
                .isEqualTo(
                        ledgerA.transactions().size() + ledgerB.transactions().size());
        System.out.println("transactions " + status.path("transactions").asText() + ", rows " + ledgerRows);
    }

    /** Each transaction of one writer: its rows in their order, its trace; the writer's order is the ordinals' order. */
    private static long agrees(
            String table, SourceLedger ledger, Map<Long, Long> ordinalOfTxid, Map<Long, List<Captured>> rows) {
        long count = 0;
        long before = 0;
        for (Written written : ledger.transactions()) {
            Long ordinal = ordinalOfTxid.get(written.txid());
            assertThat(ordinal).as("transaction %s", written.txid()).isNotNull().isGreaterThan(before);
            before = ordinal;
            List<Captured> captured = new ArrayList<>(rows.get(ordinal));
            captured.sort(Comparator.comparing(Captured::seq));
            assertThat(captured.stream()
                            .map(row -> new Change(table, row.op(), row.id(), row.v()))
                            .toList())
                    .as("transaction %s", written.txid())
                    .containsExactlyInAnyOrderElementsOf(written.changes());
            for (int seq = 0; seq < captured.size(); seq++) {
                Captured row = captured.get(seq);
                assertThat(row.seq()).isEqualTo(seq);
                assertThat(row.traceId()).isEqualTo(written.traceId().orElse(null));
                assertThat(row.tagSource()).isEqualTo(written.tagSource());
            }
            count += captured.size();
        }
        return count;
    }
}
