package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replication slot, which keeps the source's log for the capture. */
final class ReplicationSlot {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationSlot.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final String STATE = "SELECT concat_ws(' ', active, coalesce(active_pid, 0), database, plugin,"
            + " wal_status) FROM pg_replication_slots WHERE slot_name = ?";

    private final SourceConfig config;
    private final Questions source;

    ReplicationSlot(SourceConfig config, Questions source) {
        this.config = config;
        this.source = source;
    }

    /** How it is found; one that is there is ours to take. */
    SlotState state(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<String> state = source.one(STATE, config.slot());
            if (state.isEmpty()) {
                checkRoom();
                return SlotState.ABSENT;
            }
            String[] parts = state.get().split(" ", -1);
            if (!parts[2].equals(config.database()) || !parts[3].equals("pgoutput")) {
                throw new CaptureException("replication slot " + config.slot() + " belongs to database " + parts[2]
                        + " and plug-in " + parts[3] + ": choose another source.name");
            }
            if (parts[4].equals("lost")) {
                return SlotState.LOST;
            }
            if (parts[4].equals("unreserved")) {
                LOG.warn(
                        "slot={} walStatus=unreserved advice=\"it loses its log at the next checkpoint unless it is"
                                + " read at once; raise max_slot_wal_keep_size\"",
                        config.slot());
            }
            if (parts[0].equals("f")) {
                return SlotState.READY;
            }
            if (System.nanoTime() > deadline) {
                throw new CaptureException("replication slot " + config.slot() + " is taken by server process "
                        + parts[1] + ": stop the other capture of source " + config.name()
                        + ", or SELECT pg_terminate_backend(" + parts[1] + ") if it is gone");
            }
            pause();
        }
    }

    /** A slot of ours is still to be made. */
    private void checkRoom() {
        if (source.holds("count(*) >= current_setting('max_replication_slots')::int FROM pg_replication_slots")) {
            throw new CaptureException("all replication slots of the server are taken: raise max_replication_slots and"
                    + " restart it, or drop one that nobody reads (SELECT slot_name FROM pg_replication_slots WHERE NOT"
                    + " active)");
        }
    }

    /** Drops it: the next start of Debezium makes it anew together with a consistent snapshot. */
    void drop() {
        source.one(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?",
                config.slot());
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while waiting for the replication slot", e);
        }
    }
}
