package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.keys.IdentityKey;
import io.rowtrail.audit.merkle.TreeTail;
import io.rowtrail.audit.postgres.AppendQueue.Waiting;
import io.rowtrail.audit.seal.Sealer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts submissions in order, one group at a time: while a commit is under way the next group gathers. Answers only what
 * is durable, and stops for good when the stored log is not the one it wrote or another sequencer has taken over.
 */
final class Sequencer {
    private final AppendLimits limits;
    private final AppendQueue queue;
    private final AppendTransaction transaction;
    private final Supplier<Uni<TreeTail>> reload;
    private final Sealer sealer;
    private final IdentityKey identity;
    private final Executor executor;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable String halted;

    /** Only the step under way reads and writes these; one follows the other through the executor. */
    private volatile TreeTail tail;

    private volatile boolean sure = true;
    private volatile Instant last = Instant.EPOCH;

    Sequencer(
            AppendLimits limits,
            AppendTransaction transaction,
            Supplier<Uni<TreeTail>> reload,
            Sealer sealer,
            IdentityKey identity,
            Executor executor,
            Clock clock,
            TreeTail tail) {
        this.limits = limits;
        this.queue = new AppendQueue(limits);
        this.transaction = transaction;
        this.reload = reload;
        this.sealer = sealer;
        this.identity = identity;
        this.executor = executor;
        this.clock = clock;
        this.tail = tail;
    }

    Uni<AppendResult> append(Submission submission) {
        return Uni.createFrom()
                .<AppendResult>emitter(answer -> {
                    String why = halted;
                    if (why != null) {
                        answer.complete(unavailable(why));
                    } else if (!queue.offer(new Waiting(submission, answer))) {
                        answer.complete(unavailable("the queue in front of the log is full"));
                    } else {
                        start();
                    }
                })
                .emitOn(executor);
    }

    /** Takes no more submissions; those waiting are answered {@link AppendResult.Unavailable}. */
    void halt(String why) {
        halted = why;
        start();
    }

    Optional<String> halted() {
        return Optional.ofNullable(halted);
    }

    private void start() {
        if (running.compareAndSet(false, true)) {
            executor.execute(this::step);
        }
    }

    private void step() {
        List<Waiting> batch = queue.take();
        if (batch.isEmpty()) {
            running.set(false);
            if (!queue.isEmpty()) {
                start();
            }
            return;
        }
        String why = halted;
        if (why != null) {
            batch.forEach(waiting -> waiting.answer().complete(unavailable(why)));
            executor.execute(this::step);
            return;
        }
        certainTail().subscribe().with(known -> executor.execute(() -> append(known, batch)), failure -> {
            batch.forEach(waiting -> waiting.answer().complete(unavailable("the database does not answer")));
            executor.execute(this::step);
        });
    }

    /** The tree's edge; read anew after a commit whose outcome was unknown. */
    private Uni<TreeTail> certainTail() {
        TreeTail known = tail;
        if (sure) {
            return Uni.createFrom().item(known);
        }
        return reload.get().ifNoItem().after(limits.timeout()).fail().invoke(stored -> {
            if (stored.size() < known.size()) {
                halt("ROLLBACK_DETECTED: the log had " + known.size() + " entries and has " + stored.size());
            } else {
                tail = stored;
                sure = true;
            }
        });
    }

    private void append(TreeTail known, List<Waiting> batch) {
        Instant now = now();
        List<Waiting> sealedOnes = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (Waiting waiting : batch) {
            try {
                drafts.add(Draft.of(sealer.seal(waiting.submission(), now), identity));
                sealedOnes.add(waiting);
            } catch (IllegalArgumentException e) {
                waiting.answer().fail(e);
            }
        }
        if (drafts.isEmpty()) {
            executor.execute(this::step);
            return;
        }
        // The outcome is a value also when things went wrong; a failure here is a bug, and still must not stop the
        // queue.
        transaction
                .run(known, drafts, now)
                .subscribe()
                .with(outcome -> finish(sealedOnes, settle(outcome, drafts)), bug -> {
                    sealedOnes.forEach(
                            waiting -> waiting.answer().fail(new AuditLogException("appending failed", bug)));
                    executor.execute(this::step);
                });
    }

    private void finish(List<Waiting> batch, List<AppendResult> results) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(results.get(i));
        }
        executor.execute(this::step);
    }

    private List<AppendResult> settle(AppendTransaction.Outcome outcome, List<Draft> drafts) {
        if (outcome instanceof AppendTransaction.Committed committed) {
            tail = committed.tail();
            return committed.results();
        }
        return Collections.nCopies(drafts.size(), failed(outcome));
    }

    private AppendResult failed(AppendTransaction.Outcome outcome) {
        if (outcome instanceof AppendTransaction.Fenced fenced) {
            halt("another writer, of epoch " + fenced.by() + ", has taken the log over");
        } else if (outcome instanceof AppendTransaction.Diverged diverged) {
            halt("ROLLBACK_DETECTED: the log had " + tail.size() + " entries and has "
                    + diverged.found().size() + ", root " + diverged.found().root());
        } else if (outcome instanceof AppendTransaction.Unknown unknown) {
            sure = false;
            return new AppendResult.OutcomeUnknown(limits.retryAfter(), "no answer to the commit: " + unknown.cause());
        } else if (outcome instanceof AppendTransaction.Failed failure) {
            return unavailable("the database did not take the entries: " + failure.cause());
        }
        return unavailable(halted().orElse("the log is not open"));
    }

    private AppendResult unavailable(String why) {
        return new AppendResult.Unavailable(limits.retryAfter(), why);
    }

    /** To the microsecond, as PostgreSQL keeps it, and never back. */
    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        last = now.isBefore(last) ? last : now;
        return last;
    }
}
