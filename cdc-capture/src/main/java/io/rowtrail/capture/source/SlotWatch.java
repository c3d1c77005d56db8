package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the replication slot from beside the capture. While the captured tables are quiet and others are not, the
 * slot would stand still and hold the others' log: then a message of our own goes through the log, and the slot moves with
 * it. On a quiet source nothing is written.
 */
public final class SlotWatch implements AutoCloseable {
    static final String HEARTBEAT_PREFIX = "rowtrail.heartbeat";

    private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);
    private static final long WORTH_A_HEARTBEAT = 1L << 20;
    private static final String STATE = "SELECT concat_ws(' ', active, coalesce(wal_status, 'unknown'),"
            + " (pg_current_wal_lsn() - restart_lsn)::bigint, (pg_current_wal_lsn() - confirmed_flush_lsn)::bigint)"
            + " FROM pg_replication_slots WHERE slot_name = ?";

    private final SourceConfig config;
    private final long warnBytes;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "rowtrail-slot"));
    private volatile Optional<SlotHealth> health = Optional.empty();
    private String warned = "";

    /** @param warnBytes held log beyond which the capture warns */
    public SlotWatch(SourceConfig config, long warnBytes) {
        this.config = config;
        this.warnBytes = warnBytes;
    }

    /** Looks now and then, on a thread of its own. */
    public void start(Duration interval) {
        ScheduledFuture<?> unused =
                executor.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was last seen; empty before the slot is there. */
    public Optional<SlotHealth> health() {
        return health;
    }

    private void look() {
        try (SourceChecks source = SourceChecks.connect(config)) {
            Optional<SlotHealth> now =
                    source.questions().one(STATE, config.slot()).map(SlotWatch::parse);
            health = now;
            now.ifPresent(this::warn);
            if (now.filter(slot -> slot.behindBytes() > WORTH_A_HEARTBEAT).isPresent()) {
                source.questions().one("SELECT pg_logical_emit_message(true, '" + HEARTBEAT_PREFIX + "', '')");
            }
        } catch (CaptureException e) {
            warn("unseen", "the slot cannot be looked after: " + e.getMessage());
        } catch (RuntimeException e) {
            warn("unseen", "the slot cannot be looked after: " + e);
        }
    }

    private static SlotHealth parse(String state) {
        String[] parts = state.split(" ", -1);
        return parts.length < 4
                ? new SlotHealth(parts[0].equals("t"), parts[1], 0, 0) // a lost slot has no position
                : new SlotHealth(parts[0].equals("t"), parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    private void warn(SlotHealth slot) {
        if (slot.isInDanger()) {
            warn(
                    slot.walStatus(),
                    "the slot is " + slot.walStatus()
                            + ": raise max_slot_wal_keep_size, and mend what keeps the capture from reading");
        } else if (slot.heldBytes() > warnBytes) {
            warn(
                    "held",
                    "the slot holds " + slot.heldBytes() + " bytes of log: the capture does not keep up, or a"
                            + " transaction has been open for long at the source");
        } else {
            warned = "";
        }
    }

    /** Once, until it is over or something else. */
    private void warn(String kind, String words) {
        if (!warned.equals(kind)) {
            warned = kind;
            LOG.warn("slot={} advice=\"{}\"", config.slot(), words);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
