package io.rowtrail.capture;

import io.rowtrail.capture.post.CaptureLineage;
import io.rowtrail.capture.post.Poster;
import io.rowtrail.capture.source.DebeziumSource;
import io.rowtrail.capture.source.DurableOffsetStore;
import io.rowtrail.capture.source.Pseudonyms;
import io.rowtrail.capture.source.Publication;
import io.rowtrail.capture.source.SlotWatch;
import io.rowtrail.capture.source.SourceChecks;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.Milestone;
import io.rowtrail.capture.transaction.SpillPlace;
import io.rowtrail.lake.Lake;
import io.rowtrail.trace.ChangeOrdinal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the capture: checked start, running until told to stop or unable to go on, clean stop. */
public final class Capture {
    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
    private static final int HEARTBEATS_AN_IDLE = 4;
    private static final Duration LAST_COMMIT_PATIENCE = Duration.ofSeconds(20);
    private static final Duration LAST_POSTS_PATIENCE = Duration.ofSeconds(3);
    private static final Duration SLOT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration SETTLE_POLL = Duration.ofMillis(20);

    private final CaptureConfig config;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Milestone.Listener milestones;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable CaptureException> failure = new AtomicReference<>();

    private volatile boolean hasRead;
    private volatile boolean hasAdvanced;

    /** All that had ended is committed: what fails from now on is read again after the next start. */
    private volatile boolean ending;

    /** @param nanos a clock that only ever goes forward, for intervals */
    public Capture(CaptureConfig config, Clock clock, LongSupplier nanos) {
        this(config, clock, nanos, Milestone.Listener.NONE);
    }

    /** A capture whose steps are watched. */
    Capture(CaptureConfig config, Clock clock, LongSupplier nanos, Milestone.Listener milestones) {
        this.config = config;
        this.milestones = milestones;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Asks for a clean stop, from any thread; {@link #run} returns then. */
    public void stop() {
        stop.countDown();
    }

    /** Whether the checks were passed and the source was read. */
    boolean hasRead() {
        return hasRead;
    }

    /** Whether it numbered something that no life before it had. */
    boolean hasAdvanced() {
        return hasAdvanced;
    }

    private void fail(CaptureException reason) {
        if (ending) {
            LOG.debug("while the source is closed, which interrupts what it does", reason);
            return;
        }
        failure.compareAndSet(null, reason);
        stop.countDown();
    }

    /**
     * Captures until {@link #stop}.
     *
     * @throws CaptureException if a check fails or the capture cannot go on; the state is sound and a restart goes on
     */
    public void run() throws InterruptedException {
        try (StateDirectory state = StateDirectory.open(config.stateDir())) {
            StatusFile status = new StatusFile(state.status(), clock);
            status.state("starting");
            try (Lake lake = Lake.open(config.lake())) {
                run(state, status, lake);
            } catch (RuntimeException e) {
                status.state("stopped");
                throw e;
            }
        }
    }

    private void run(StateDirectory state, StatusFile status, Lake lake) throws InterruptedException {
        CaptureParts parts;
        Publication.Upkeep publication;
        try (SourceChecks checks = SourceChecks.connect(config.source())) {
            checks.server();
            Map<String, SourceTable> wanted = checks.tables();
            publication = checks.publication();
            parts = new StartUp(config, state, lake, milestones, clock).open(checks, wanted);
        }
        Map<String, SourceTable> tables = parts.sink().tables();
        try (var journal = parts.journal();
                var publisher = parts.publisher()) {
            LOG.info(
                    "source={} tables={} lastOrdinal={} kafka={}",
                    config.source().name(),
                    tables.keySet(),
                    journal.last(),
                    publisher.standing().isPresent());
            ChangeOrdinal before = journal.last();
            try {
                capture(state, status, tables, parts, publication);
            } finally {
                hasAdvanced = journal.last().compareTo(before) > 0;
            }
        }
        CaptureException reason = failure.get();
        if (reason != null) {
            throw reason;
        }
    }

    private void capture(
            StateDirectory state,
            StatusFile status,
            Map<String, SourceTable> tables,
            CaptureParts parts,
            Publication.Upkeep publication)
            throws InterruptedException {
        SlotWatch watch = new SlotWatch(config.source(), config.slotWarnBytes());
        CaptureLineage lineage =
                new CaptureLineage(config.source(), config.lake().name(), clock);
        tables.values()
                .forEach(table -> parts.spool()
                        .lineage(lineage.started(table, parts.sink().location(table))));
        CaptureLoop loop = new CaptureLoop(
                config,
                parts,
                new SpillPlace(state.spill(), config.transactionMemoryBytes()),
                clock,
                nanos,
                () -> DurableOffsetStore.isSnapshotDone(state.offsets()),
                running -> status.write(
                        running.snapshotting() ? "snapshot" : "streaming", parts, running, watch.health()));
        status.write(loop.snapshotting() ? "snapshot" : "streaming", parts, loop, watch.health());
        try (Poster poster = new Poster(parts.spool(), config.service(), config.apiKey(), this::fail);
                Metrics metrics = Metrics.serve(config.metricsPort(), status::last);
                watch) {
            LOG.info("metrics={}", metrics.where());
            poster.start();
            watch.start(SLOT_INTERVAL);
            read(state, tables, parts, publication, loop);
            if (failure.get() == null) {
                tables.values()
                        .forEach(table -> parts.spool()
                                .lineage(lineage.completed(table, parts.sink().location(table))));
                poster.drain(LAST_POSTS_PATIENCE);
            }
        }
        status.write("stopped", parts, loop, watch.health());
    }

    private void read(
            StateDirectory state,
            Map<String, SourceTable> tables,
            CaptureParts parts,
            Publication.Upkeep publication,
            CaptureLoop loop)
            throws InterruptedException {
        DebeziumSource.Beginning beginning =
                parts.journal().snapshotDone() ? DebeziumSource.Beginning.STREAM : DebeziumSource.Beginning.SNAPSHOT;
        Duration heartbeat = config.commitIdle().dividedBy(HEARTBEATS_AN_IDLE);
        try (DebeziumSource source = new DebeziumSource(
                config.source(),
                tables,
                beginning,
                publication,
                state.offsets(),
                heartbeat,
                new Pseudonyms(state.pseudonymKey()),
                loop,
                this::fail)) {
            hasRead = true;
            source.start();
            stop.await();
            if (failure.get() == null) {
                settle(loop);
            }
            ending = failure.get() == null;
        } catch (IOException e) {
            LOG.warn("the source did not close cleanly", e);
        }
    }

    /** What has ended is committed before a clean stop, so that a restart replays nothing. */
    private static void settle(CaptureLoop loop) throws InterruptedException {
        loop.requestCommit();
        long deadline = System.nanoTime() + LAST_COMMIT_PATIENCE.toNanos();
        while (!loop.isSettled() && System.nanoTime() < deadline) {
            Thread.sleep(SETTLE_POLL.toMillis());
        }
    }
}
