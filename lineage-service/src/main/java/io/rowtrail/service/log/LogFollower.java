package io.rowtrail.service.log;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.FollowedEntry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one projection in step with one log, on a thread of its own: while it holds the lease it applies what the log
 * has and the projection has not; while another replica holds it, it only watches how far that one is. Whatever fails is
 * tried again from the stored position, with a pause, for ever: the log loses nothing meanwhile.
 */
public final class LogFollower implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LogFollower.class);
    /** All of a batch is in memory until it is folded: what is larger makes pauses for garbage longer. */
    private static final int BATCH = 200;

    /** So many at once tell that more come than one at a time. */
    private static final int MANY = 20;

    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AuditLog log;
    private final Projection projection;
    private final Leases leases;
    private final Waiters waiters = new Waiters();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean restart;
    private volatile long applied;
    private volatile long tail;
    private volatile @Nullable String lastError;

    /** Grows while nothing comes, so that the logs of quiet tenants are not asked all the time. */
    private Duration idle = IDLE;

    LogFollower(AuditLog log, Projection projection, Leases leases) {
        this.log = log;
        this.projection = projection;
        this.leases = leases;
        this.thread = new Thread(this::run, "follow-" + projection.name() + "-" + log.name());
        thread.setDaemon(true);
    }

    /**
     * How the projection stands.
     *
     * @param applied the first index not applied
     * @param tail the log's size when last looked at
     * @param lastError what stopped it, null while it runs
     * @param skipped how many entries it could not take and has left out
     * @param behind how old the oldest entry is that is known not to be applied
     */
    public record Status(long applied, long tail, @Nullable String lastError, long skipped, Duration behind) {
        /** Entries not applied yet. */
        public long lag() {
            return Math.max(0, tail - applied);
        }
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    /** Has the follower ask the projection for its position anew before it goes on; until then nothing counts as applied. */
    public void restart() {
        restart = true;
        wake.release();
    }

    public Status status() {
        return new Status(applied(), tail, lastError, projection.skipped(), projection.behind());
    }

    /** Tells that the log has an entry of this index, so that it need not be looked for. */
    public void notice(long index) {
        tail = Math.max(tail, index + 1);
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Whether the entry was applied before the time was over; false at once when too many wait already. */
    public Uni<Boolean> applied(long index, Duration patience) {
        if (applied() > index) {
            return Uni.createFrom().item(true);
        }
        Uni<Boolean> waiting = waiters.until(index, patience);
        return applied() > index ? Uni.createFrom().item(true) : waiting;
    }

    private long applied() {
        return restart ? 0 : applied;
    }

    private void run() {
        while (!closed) {
            try {
                Optional<Leases.Lease> lease =
                        leases.tryAcquire(projection.name(), log.name().value());
                if (lease.isPresent()) {
                    leadWith(lease.get());
                } else {
                    advance(projection.position());
                    sleep(IDLE);
                }
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void leadWith(Leases.Lease lease) {
        try {
            projection.lead(lease.epoch());
            advance(projection.position());
            LOG.infof(
                    "event=projection-leads projection=%s log=%s epoch=%d index=%d",
                    projection.name(), log.name(), lease.epoch(), applied);
            while (!closed && lease.held()) {
                step();
            }
        } finally {
            lease.release();
        }
    }

    private void step() {
        if (restart) {
            applied = 0;
            restart = false;
            applied = projection.position();
        }
        long from = applied;
        List<FollowedEntry> entries = Await.on(() -> log.follow(from, BATCH, projection.kinds()));
        if (entries.isEmpty()) {
            lastError = null;
            sleep(idle);
            Duration longer = idle.multipliedBy(2);
            idle = longer.compareTo(LONGEST_IDLE) < 0 ? longer : LONGEST_IDLE;
            return;
        }
        idle = IDLE;
        long next = entries.get(entries.size() - 1).name().index() + 1;
        tail = Math.max(tail, next);
        projection.apply(entries);
        advance(next);
        lastError = null;
        if (entries.size() >= MANY && entries.size() < BATCH) {
            gather();
        }
    }

    /** Much comes and nothing is behind: then what came in a moment costs less together, and those who bring it go first. */
    private void gather() {
        try {
            TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    private void advance(long next) {
        applied = next;
        tail = Math.max(tail, next);
        waiters.reached(next);
    }

    private void failed(RuntimeException e) {
        if (closed) {
            return;
        }
        String why = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (!why.equals(lastError)) {
            LOG.warnf(
                    e,
                    "event=projection-stopped projection=%s log=%s index=%d",
                    projection.name(),
                    log.name(),
                    applied);
        }
        lastError = why;
        sleep(PAUSE);
    }

    private void sleep(Duration time) {
        try {
            if (wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(PAUSE.toMillis() * 5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiters.reached(Long.MIN_VALUE);
    }
}
