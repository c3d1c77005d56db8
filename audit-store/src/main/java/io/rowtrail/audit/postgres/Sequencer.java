package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.keys.IdentityKey;
import io.rowtrail.audit.postgres.AppendQueue.Waiting;
import io.rowtrail.audit.seal.Sealer;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Puts submissions in order, one group at a time: while a commit is under way the next group gathers. Answers only what
 * is durable, and stops for good when the stored log does not continue the one it knows.
 */
final class Sequencer {
    private final AppendLimits limits;
    private final AppendQueue queue;
    private final AppendTransaction transaction;
    private final TreeReader tree;
    private final Likeness likeness = new Likeness();
    private final Sealer sealer;
    private final IdentityKey identity;
    private final Executor executor;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable String halted;

    /** Only the step under way reads and writes these; one follows the other through the executor. */
    private volatile LogEdge edge;

    private volatile Instant last = Instant.EPOCH;

    Sequencer(
            AppendLimits limits,
            AppendTransaction transaction,
            TreeReader tree,
            Sealer sealer,
            IdentityKey identity,
            Executor executor,
            Clock clock,
            LogEdge edge) {
        this.limits = limits;
        this.queue = new AppendQueue(limits);
        this.transaction = transaction;
        this.tree = tree;
        this.sealer = sealer;
        this.identity = identity;
        this.executor = executor;
        this.clock = clock;
        this.edge = edge;
    }

    /** Seals on the caller's thread, so that callers do so side by side and a group waits for its commit only. */
    Uni<AppendResult> append(Submission submission) {
        return Uni.createFrom()
                .<AppendResult>emitter(answer -> {
                    String why = halted;
                    if (why != null) {
                        answer.complete(unavailable(why));
                    } else if (!queue.hasRoom(submission) || !queue.offer(new Waiting(draft(submission), answer))) {
                        answer.complete(unavailable("the queue in front of the log is full"));
                    } else {
                        start();
                    }
                })
                .emitOn(executor);
    }

    private Draft draft(Submission submission) {
        return Draft.of(sealer.seal(submission, clock.instant()), identity, likeness);
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
        append(batch);
    }

    private void append(List<Waiting> batch) {
        Instant now = now();
        List<Draft> drafts =
                batch.stream().map(waiting -> waiting.draft().at(now)).toList();
        // The outcome is a value also when things went wrong; a failure here is a bug, and still must not stop the
        // queue.
        appended(drafts, now).subscribe().with(outcome -> finish(batch, settle(outcome, drafts)), bug -> {
            batch.forEach(waiting -> waiting.answer().fail(new AuditLogException("appending failed", bug)));
            executor.execute(this::step);
        });
    }

    private Uni<AppendTransaction.Outcome> appended(List<Draft> drafts, Instant now) {
        return transaction.run(edge, drafts, now).chain(outcome -> {
            if (!(outcome instanceof AppendTransaction.Behind)) {
                return Uni.createFrom().item(outcome);
            }
            return tree.continued(edge.tail())
                    .ifNoItem()
                    .after(limits.timeout())
                    .fail()
                    .emitOn(executor)
                    .chain(tail -> {
                        edge = new LogEdge(tail, edge.epoch());
                        return transaction.run(edge, drafts, now);
                    })
                    .onFailure()
                    .recoverWithItem(failure -> failure instanceof AuditLogException.RollbackDetected
                            ? new AppendTransaction.Diverged(String.valueOf(failure.getMessage()))
                            : new AppendTransaction.Failed(failure));
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
            edge = committed.edge();
            committed
                    .added()
                    .forEach(placed -> likeness.stored(
                            placed.draft().told(), placed.draft().sealed(), placed.index()));
            return committed.results();
        }
        return Collections.nCopies(drafts.size(), failed(outcome));
    }

    private AppendResult failed(AppendTransaction.Outcome outcome) {
        if (outcome instanceof AppendTransaction.Diverged diverged) {
            halt("ROLLBACK_DETECTED: " + diverged.how());
        } else if (outcome instanceof AppendTransaction.Unknown unknown) {
            // Nothing more need be done: the next group finds at the fence what became of this one.
            return new AppendResult.OutcomeUnknown(
                    limits.retryAfter(), "no answer to the commit: " + kind(unknown.cause()));
        } else if (outcome instanceof AppendTransaction.Failed failure) {
            return unavailable("the database takes no entries: " + kind(failure.cause()));
        } else if (outcome instanceof AppendTransaction.Behind) {
            return unavailable("others append faster than this replica can follow");
        }
        return unavailable(halted().orElse("the log is not open"));
    }

    /** Callers are told what kind of fault it was; the database's own words may name its files. */
    private static String kind(@Nullable Throwable cause) {
        if (cause instanceof PgException refusal) {
            return "SQLSTATE " + refusal.getSqlState();
        }
        return cause == null ? "no answer" : cause.getClass().getSimpleName();
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
