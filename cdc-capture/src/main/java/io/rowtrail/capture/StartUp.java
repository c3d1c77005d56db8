package io.rowtrail.capture;

import io.debezium.connector.postgresql.Module;
import io.rowtrail.capture.kafka.KafkaConfig;
import io.rowtrail.capture.kafka.KafkaSink;
import io.rowtrail.capture.ordinal.OrdinalJournal;
import io.rowtrail.capture.post.Manifest;
import io.rowtrail.capture.post.Spool;
import io.rowtrail.capture.sink.ChangePublisher;
import io.rowtrail.capture.sink.ChangeSink;
import io.rowtrail.capture.sink.Coverage;
import io.rowtrail.capture.source.DurableOffsetStore;
import io.rowtrail.capture.source.SlotState;
import io.rowtrail.capture.source.SourceChecks;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.DurableFile;
import io.rowtrail.capture.state.Milestone;
import io.rowtrail.lake.ChangeTable;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings journal, position, slot, tables and spool into agreement before anything is captured, whatever the last life left
 * half done, or says why they cannot agree.
 */
final class StartUp {
    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);
    /** A killed capture's connection is seen as gone by the server after a moment. */
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(30);

    private final CaptureConfig config;
    private final StateDirectory state;
    private final Lake lake;
    private final Milestone.Listener milestones;
    private final Clock clock;

    StartUp(CaptureConfig config, StateDirectory state, Lake lake, Milestone.Listener milestones, Clock clock) {
        this.clock = clock;
        this.milestones = milestones;
        this.config = config;
        this.state = state;
        this.lake = lake;
    }

    CaptureParts open(SourceChecks source, Map<String, SourceTable> tables) {
        SlotState slot = source.slot(SLOT_PATIENCE);
        String system = source.systemIdentifier();
        Incarnation incarnation = Incarnation.read(state.incarnation(), config.incarnation());
        OrdinalJournal journal = OrdinalJournal.open(journalOf(incarnation), incarnation.number());
        if (journal.snapshotDone()) {
            Optional<String> gap = gap(source, slot, tables, journal, incarnation.isOf(system));
            if (gap.isPresent()) {
                journal.close();
                incarnation = opened(incarnation.next(gap.get()));
                journal = OrdinalJournal.open(journalOf(incarnation), incarnation.number());
            }
        } else {
            agreeOnNewTables(tables, incarnation.number());
        }
        incarnation.on(system).write(state.incarnation());
        boolean afterGap = isAfterGap(tables, incarnation.number());
        ChangeSink sink = ChangeSink.open(lake, config.source().name(), tables.values(), milestones);
        Coverage coverage = Coverage.open(state.coverage(), state.coverageBefore(incarnation.number()));
        Spool spool =
                Spool.open(state.spool(), config.source().name(), config.lake().name(), config.spoolMaxBytes());
        CaptureParts parts = new CaptureParts(
                journal,
                sink,
                publisher(tables, journal),
                coverage,
                spool,
                new Manifest(state.manifestKey()),
                milestones,
                afterGap);
        if (journal.snapshotBegun() && slot == SlotState.READY && DurableOffsetStore.isSnapshotDone(state.offsets())) {
            SnapshotLoop.publish(parts);
        } else if (!journal.snapshotDone()) {
            beginAgain(source, slot);
        }
        return parts;
    }

    private Path journalOf(Incarnation incarnation) {
        return state.journal(incarnation.first(), incarnation.number());
    }

    /** Whether the tables hold what an earlier incarnation captured, by this state.dir or another. */
    private boolean isAfterGap(Map<String, SourceTable> tables, int incarnation) {
        return tables.values().stream()
                .map(table -> changeTable(table).flatMap(ChangeTable::completeThrough))
                .anyMatch(through -> through.filter(ordinal -> ordinal.incarnation() < incarnation)
                        .isPresent());
    }

    /** Why the source's history cannot be gone on with; empty when it can. */
    private Optional<String> gap(
            SourceChecks source,
            SlotState slot,
            Map<String, SourceTable> tables,
            OrdinalJournal journal,
            boolean sameServer) {
        if (!sameServer) {
            return Optional.of("the server is another one (its system identifier changed)");
        }
        switch (slot) {
            case ABSENT -> {
                return Optional.of("the replication slot is gone");
            }
            case LOST -> {
                return Optional.of("the replication slot has lost its log (max_slot_wal_keep_size)");
            }
            case READY -> {
                if (source.logEnd() < journal.highestLsn()) {
                    return Optional.of("the source's log ends before what was captured (a restore or a promotion)");
                }
            }
        }
        return tables.values().stream()
                .filter(table -> changeTable(table).isEmpty())
                .map(table -> "table " + table.qualifiedName() + " was not captured before")
                .findFirst();
    }

    private Incarnation opened(Incarnation next) {
        LOG.warn(
                "source={} incarnation={} gap=\"{}\" action=\"a new snapshot; keys that are gone get a d row with tag source"
                        + " gap\"",
                config.source().name(),
                next.number(),
                next.gap());
        try {
            if (Files.exists(state.coverage())) {
                DurableFile.replace(state.coverageBefore(next.number()), Files.readAllBytes(state.coverage()));
            }
            Files.deleteIfExists(state.offsets());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open incarnation " + next.number(), e);
        }
        next.write(state.incarnation());
        return next;
    }

    /** Tables that readers already believe in must not be overwritten by the snapshot of a capture that forgot them. */
    private void agreeOnNewTables(Map<String, SourceTable> tables, int incarnation) {
        if (DurableOffsetStore.isSnapshotDone(state.offsets())) {
            return;
        }
        for (SourceTable table : tables.values()) {
            if (changeTable(table)
                    .flatMap(ChangeTable::completeThrough)
                    .filter(through -> through.incarnation() >= incarnation)
                    .isPresent()) {
                throw new CaptureException("change table " + config.source().name() + "." + table.lakeTable()
                        + " holds changes that state.dir " + config.stateDir()
                        + " knows nothing of: point state.dir to where they were captured, or set a higher"
                        + " source.incarnation to go on after a gap with a new snapshot");
            }
        }
    }

    private Optional<ChangeTable> changeTable(SourceTable table) {
        return ChangeTable.load(lake, new LakeName(config.source().name(), table.lakeTable()));
    }

    private ChangePublisher publisher(Map<String, SourceTable> tables, OrdinalJournal journal) {
        if (config.kafka().isEmpty()) {
            return ChangePublisher.NONE;
        }
        KafkaConfig kafka = config.kafka().get();
        ChangePublisher publisher = KafkaSink.open(
                kafka, config.source(), Module.version(), tables.keySet(), state.stagedSnapshot(), clock);
        long position = publisher.standing().orElseThrow().position();
        if (position > journal.last().value()) {
            publisher.close();
            throw new CaptureException(
                    "Kafka holds changes under kafka.topic.prefix " + kafka.prefix() + " up to ordinal "
                            + position + " that state.dir " + config.stateDir()
                            + " knows nothing of: point state.dir to where they were captured, or set another prefix or a higher"
                            + " source.incarnation");
        }
        return publisher;
    }

    /** A slot made anew comes with a snapshot that fits it exactly; one left over does not. */
    private void beginAgain(SourceChecks source, SlotState slot) {
        if (slot != SlotState.ABSENT) {
            source.dropSlot();
        }
        try {
            Files.deleteIfExists(state.offsets());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + state.offsets(), e);
        }
    }
}
