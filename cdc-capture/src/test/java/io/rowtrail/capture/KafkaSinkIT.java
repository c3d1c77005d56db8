package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.capture.SourceLedger.Change;
import io.rowtrail.capture.SourceLedger.Written;
import io.rowtrail.capture.state.Milestone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of committed records see what the source's ledger says, each row once, and are told of wrong settings. */
class KafkaSinkIT {
    private static final boolean LONG = Boolean.getBoolean("rowtrail.long");
    private static final int RUNS = LONG ? Integer.getInteger("rowtrail.runs", 10) : 1;
    private static final long SEED = Long.getLong("rowtrail.seed", System.nanoTime() & 0xffffff);
    private static final int SNAPSHOT_ROWS = 4_000;
    private static final int KILLED = 137;
    private static final JsonMapper JSON = new JsonMapper();
    private static @Nullable KafkaBroker broker;

    @TempDir
    private @Nullable Path temporary;

    @BeforeAll
    static void start() throws Exception {
        broker = new KafkaBroker();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** What a record says. */
    private record Published(
            long ordinal,
            int seq,
            Change change,
            String tagSource,
            @Nullable String traceId,
            boolean snapshot) {
        boolean isAfter(Published other) {
            return ordinal > other.ordinal || ordinal == other.ordinal && seq > other.seq;
        }
    }

    @Test
    void showsEachRowOnceWhateverBefallsTheCapture() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            run(SEED + run, temporary.resolve("run" + run));
        }
    }

    private void run(long seed, Path directory) throws Exception {
        System.out.println("seed " + seed + " (-Drowtrail.seed=" + seed + ")");
        Files.createDirectories(directory);
        String prefix = "shop" + seed;
        broker.create(new NewTopic(prefix + ".public.a", 3, (short) 1));
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService()) {
            prepare(server);
            Properties settings = broker.in(server.settings(directory, "public.a,public.b", service.url()), prefix);
            int life = 0;
            doomed(directory, settings, ++life, snapshotStep(seed));
            SourceLedger ledgerA = new SourceLedger();
            SourceLedger ledgerB = new SourceLedger();
            AtomicBoolean stop = new AtomicBoolean();
            SourceWriter writerA = new SourceWriter(server, "a", ledgerA, seed + 1, stop);
            SourceWriter writerB = new SourceWriter(server, "b", ledgerB, seed + 2, stop);
            Thread threadA = new Thread(writerA);
            Thread threadB = new Thread(writerB);
            List<Milestone> steps = steps(new Random(seed));
            CaptureProcess first =
                    CaptureProcess.crashing(directory, settings, ++life, new Disaster.KilledBehind(steps.get(0), 1));
            first.awaitState("streaming"); // what is written before that may be in the snapshot
            threadA.start();
            threadB.start();
            assertThat(first.exit(Duration.ofSeconds(90))).as(first.log()).isEqualTo(KILLED);
            for (Milestone milestone : steps.subList(1, steps.size())) {
                doomed(directory, settings, ++life, milestone);
            }
            if (LONG) {
                CaptureProcess killed = CaptureProcess.start(directory, settings, ++life);
                killed.awaitState("streaming");
                Thread.sleep(new Random(seed).nextInt(1_000));
                killed.kill();
            }
            stop.set(true);
            threadA.join();
            threadB.join();
            CaptureProcess last = CaptureProcess.start(directory, settings, ++life);
            last.awaitState("streaming");
            assertThat(writerA.failure()).isNull();
            assertThat(writerB.failure()).isNull();
            int expected =
                    ledgerA.transactions().size() + ledgerB.transactions().size();
            Waiting.until(expected + " are told", Duration.ofSeconds(90), () -> {
                assertThat(last.isAlive()).as(last.log()).isTrue();
                return last.status().path("transactions").asInt() == expected
                        && last.status().path("pendingPosts").asInt() == 0;
            });
            assertThat(last.status().path("kafka").path("position").asText())
                    .isEqualTo(last.status().path("completeThrough").asText());
            assertThat(last.terminate()).as(last.log()).isZero();
            verify(prefix, service, ledgerA, ledgerB);
        }
    }

    private static Milestone snapshotStep(long seed) {
        return List.of(Milestone.TABLE_COMMITTED, Milestone.SNAPSHOT_COMMITTED, Milestone.SNAPSHOT_PASSED)
                .get((int) (seed % 3));
    }

    /** Behind the lake's commit and before Kafka's; behind Kafka's and before the source's position; others in long runs. */
    private static List<Milestone> steps(Random random) {
        if (!LONG) {
            return List.of(Milestone.TABLES_COMMITTED, Milestone.PUBLISHED);
        }
        List<Milestone> steps = new ArrayList<>(List.of(
                Milestone.WRITTEN,
                Milestone.NUMBERED,
                Milestone.TABLES_COMMITTED,
                Milestone.PUBLISHED,
                Milestone.COUNTED,
                Milestone.SPOOLED,
                Milestone.PASSED));
        Collections.shuffle(steps, random);
        return steps;
    }

    private static void doomed(Path directory, Properties settings, int life, Milestone milestone) throws Exception {
        CaptureProcess doomed =
                CaptureProcess.crashing(directory, settings, life, new Disaster.KilledBehind(milestone, 1));
        assertThat(doomed.exit(Duration.ofSeconds(90))).as(doomed.log()).isEqualTo(KILLED);
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

    private static void verify(String prefix, RecordingService service, SourceLedger ledgerA, SourceLedger ledgerB)
            throws Exception {
        Map<Long, Long> ordinalOfTxid = new HashMap<>();
        service.transactions()
                .forEach((ordinal, transaction) ->
                        ordinalOfTxid.put(transaction.path("txid").asLong(), ordinal));
        Map<Long, TreeMap<Integer, Published>> seen = new HashMap<>();
        int[] rows = {0, 0};
        for (String table : List.of("a", "b")) {
            Map<Integer, Published> before = new HashMap<>();
            broker.committed(prefix + ".public." + table, (partition, record) -> {
                Published last = before.get(partition);
                if (record.value() == null) {
                    assertThat(last.change().op()).as("before a tombstone").isEqualTo("d");
                    return;
                }
                Published now = published(record);
                if (last != null && !now.isAfter(last)) {
                    throw new AssertionError(last + ", then " + now);
                }
                before.put(partition, now);
                Published other = seen.computeIfAbsent(now.ordinal(), o -> new TreeMap<>())
                        .put(now.seq(), now);
                if (other != null) {
                    throw new AssertionError("twice: " + now);
                }
                rows[now.snapshot() ? 0 : 1]++;
            });
        }
        assertThat(rows[0]).isEqualTo(2 * SNAPSHOT_ROWS);
        int streamed = rows[1];
        int expected = agrees(ledgerA, ordinalOfTxid, seen) + agrees(ledgerB, ordinalOfTxid, seen);
        assertThat(streamed).isEqualTo(expected);
        System.out.println("transactions " + seen.size() + ", rows " + streamed);
    }

    private static int agrees(
            SourceLedger ledger, Map<Long, Long> ordinalOfTxid, Map<Long, TreeMap<Integer, Published>> seen) {
        int rows = 0;
        for (Written written : ledger.transactions()) {
            TreeMap<Integer, Published> published = seen.get(ordinalOfTxid.get(written.txid()));
            assertThat(published).as("transaction %s", written.txid()).isNotNull();
            assertThat(published.lastKey()).isEqualTo(published.size() - 1);
            assertThat(published.values().stream().map(Published::change).toList())
                    .containsExactlyInAnyOrderElementsOf(written.changes());
            for (Published row : published.values()) {
                assertThat(row.tagSource()).isEqualTo(written.tagSource());
                assertThat(row.traceId()).isEqualTo(written.traceId().orElse(null));
            }
            rows += published.size();
        }
        return rows;
    }

    private static Published published(ConsumerRecord<String, String> record) {
        JsonNode value;
        try {
            value = JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String op = value.path("op").asText();
        JsonNode row = value.path(op.equals("d") ? "before" : "after");
        String traceparent = header(record, "traceparent");
        String ordinal = header(record, "rowtrail-ordinal");
        String seq = header(record, "rowtrail-seq");
        if (!record.key().equals("{\"id\":" + row.path("id").asLong() + "}")
                || !Objects.equals(header(record, "ce_traceparent"), traceparent)
                || !Objects.equals(header(record, "ce_id"), ordinal + "-" + seq)) {
            throw new AssertionError("headers and value do not agree: " + record);
        }
        return new Published(
                Long.parseLong(ordinal),
                Integer.parseInt(seq),
                new Change(
                        value.path("source").path("table").asText().intern(),
                        op.intern(),
                        row.path("id").asLong(),
                        row.path("v").asLong()),
                String.valueOf(header(record, "rowtrail-tag-source")).intern(),
                traceparent == null ? null : traceparent.substring(3, 35).intern(),
                op.equals("r"));
    }

    private static @Nullable String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void saysWhatIsWrongWithKafkaAndHowToMendIt() throws Exception {
        try (SourceServer server = new SourceServer()) {
            prepare(server);
            Path directory = temporary.resolve("wrong");
            Files.createDirectories(directory);
            Properties settings = broker.in(server.settings(directory, "public.a", "http://127.0.0.1:9"), "wrong");
            settings.setProperty("kafka.topics.create", "false");
            assertThat(ending(directory, settings, 1))
                    .contains("wrong.public.a", "wrong.rowtrail-position", "kafka.topics.create=true");
            settings.setProperty("kafka.topics.create", "true");
            settings.setProperty("kafka.transaction.timeout.ms", "90000000");
            assertThat(ending(directory, settings, 1)).contains("transaction.max.timeout.ms");
            settings.remove("kafka.transaction.timeout.ms");
            settings.setProperty("kafka.client.max.request.size", "100");
            assertThat(ending(directory, settings, 1)).contains("kafka.client.max.request.size");
            settings.setProperty("kafka.bootstrap.servers", "127.0.0.1:9");
            settings.setProperty("kafka.client.default.api.timeout.ms", "3000");
            assertThat(ending(directory, settings, 1)).contains("kafka.client.*", "default.api.timeout.ms");
            settings.setProperty("kafka.client.request.timeout.ms", "2000");
            assertThat(ending(directory, settings, 3)).contains("does not answer", "kafka.bootstrap.servers");
        }
    }

    /** The two would fence each other for ever. */
    @Test
    void leavesTheTopicsOfAnotherSourceAlone() throws Exception {
        try (SourceServer server = new SourceServer();
                RecordingService service = new RecordingService()) {
            prepare(server);
            Path first = Files.createDirectories(temporary.resolve("first"));
            CaptureProcess capture = CaptureProcess.start(
                    first, broker.in(server.settings(first, "public.a", service.url()), "taken"), 1);
            capture.awaitState("streaming");
            assertThat(capture.terminate()).as(capture.log()).isZero();
            Path second = Files.createDirectories(temporary.resolve("second"));
            Properties settings = broker.in(server.settings(second, "public.a", service.url()), "taken");
            settings.setProperty("source.name", "store");
            assertThat(ending(second, settings, 1)).contains("source shop, not of store", "kafka.topic.prefix");
        }
    }

    private static String ending(Path directory, Properties settings, int code) throws Exception {
        CaptureProcess capture = CaptureProcess.start(directory, settings, 1);
        assertThat(capture.exit(Duration.ofSeconds(60))).as(capture.log()).isEqualTo(code);
        return capture.log();
    }
}
