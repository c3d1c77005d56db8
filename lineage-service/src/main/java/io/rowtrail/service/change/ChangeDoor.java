package io.rowtrail.service.change;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.StreamPosition;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.service.change.ChangeBatch.TableCount;
import io.rowtrail.service.change.ChangeBatch.Transaction;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.ingest.LogProblems;
import io.rowtrail.service.ingest.Receipt;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.LogProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes change batches in, one at a time: each is compared with all that is already told, appended to the log, and
 * answered once the store has it. One at a time, because the next batch is compared with this one.
 *
 * <p>Two replicas may append conflicting batches at once. The log's order then decides, the same in every replay: the
 * later entry's transactions are left out of the store, and its sender is told 409 here as well.
 */
@ApplicationScoped
class ChangeDoor {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AuditLogs logs;
    private final Sources sources;
    private final ChangeWriter writer;
    private final LogProgress progress;
    private final ReentrantLock turn = new ReentrantLock(true);

    @Inject
    ChangeDoor(AuditLogs logs, Sources sources, ChangeWriter writer, LogProgress progress) {
        this.logs = logs;
        this.sources = sources;
        this.writer = writer;
        this.progress = progress;
    }

    /** A batch in the log and in the store. */
    record Taken(Receipt receipt, long epoch) {}

    /** Takes the text of a batch, or throws the problem it is. */
    Taken take(String text, String actor) {
        ChangeBatchReader.Read read = ChangeBatchReader.read(StrictJson.parse(text));
        if (read instanceof ChangeBatchReader.Read.Invalid invalid) {
            throw Problem.invalid("not a batch of changes", invalid.errors()).exception();
        }
        ChangeBatch batch = ((ChangeBatchReader.Read.Valid) read).batch();
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.unavailable("other batches are being taken", 2).exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the service is stopping", 5).exception();
        }
        try {
            refuseConflicts(batch);
            return append(text, batch, actor);
        } finally {
            turn.unlock();
        }
    }

    private void refuseConflicts(ChangeBatch batch) {
        String owner = Await.on(() -> sources.ownerOf(batch.incarnation()));
        if (owner != null && !owner.equals(batch.source())) {
            throw Problem.conflict(
                            "the incarnation belongs to another source",
                            List.of(new FieldError("/incarnation", "belongs to another source")))
                    .exception();
        }
        List<Long> conflicts = Await.on(() -> writer.conflicts(batch));
        if (!conflicts.isEmpty()) {
            List<FieldError> errors = new ArrayList<>();
            for (int i = 0; i < batch.transactions().size() && errors.size() < 50; i++) {
                if (conflicts.contains(batch.transactions().get(i).ordinal().value())) {
                    errors.add(new FieldError("/transactions/" + i, "its ordinal is already told otherwise"));
                }
            }
            throw Problem.conflict(conflicts.size() + " ordinals are already told otherwise", errors)
                    .exception();
        }
    }

    private Taken append(String text, ChangeBatch batch, String actor) {
        Submission submission = Submission.of(
                ChangeProjection.KIND, Bytes.utf8(text), Bytes.of(ChangeFacts.encode(batch)), subject(batch, actor));
        AppendResult result = Await.on(() -> logs.events().append(submission));
        if (result instanceof AppendResult.Appended appended) {
            indexed(appended.entry().index());
            Receipt receipt = Receipt.of(appended);
            return new Taken(receipt, appended.epoch());
        }
        if (result instanceof AppendResult.Duplicate duplicate) {
            indexed(duplicate.entry().index());
            Receipt receipt = Receipt.of(duplicate);
            return new Taken(receipt, duplicate.epoch());
        }
        throw LogProblems.of(result).exception();
    }

    private void indexed(long index) {
        progress.notice(index);
        if (!Await.on(() -> progress.indexed(index, PATIENCE))) {
            throw Problem.unavailable("the batch is in the log but not yet in the store; send it again to be sure", 2)
                    .exception();
        }
        int conflicts = Await.on(() -> writer.conflictsOf(logs.events().name().value(), index));
        if (conflicts > 0) {
            throw Problem.conflict(conflicts + " ordinals were told otherwise at the same time", List.of())
                    .exception();
        }
    }

    private static Subject subject(ChangeBatch batch, String actor) {
        Transaction last = batch.transactions().get(batch.transactions().size() - 1);
        Subject.Builder subject =
                Subject.of("changes.captured", Outcome.OK, actor).eventTime(last.commitTs()).stream(new StreamPosition(
                        batch.stream().id(),
                        batch.stream().seq(),
                        batch.stream().prev()));
        for (Transaction transaction : batch.transactions()) {
            for (TableCount table : transaction.tables()) {
                subject.dataset(table.namespace(), table.name());
            }
        }
        return subject.build();
    }
}
