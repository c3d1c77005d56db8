package io.rowtrail.service.change;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
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
import io.rowtrail.service.log.TenantProgress;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.NamespaceLimits;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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
    private final TenantProgress progress;
    private final Tenants tenants;
    private final Map<Tenant, ReentrantLock> turns = new ConcurrentHashMap<>();

    @Inject
    ChangeDoor(AuditLogs logs, Sources sources, ChangeWriter writer, TenantProgress progress, Tenants tenants) {
        this.logs = logs;
        this.sources = sources;
        this.writer = writer;
        this.progress = progress;
        this.tenants = tenants;
    }

    /** A batch in the log and in the store. */
    record Taken(Receipt receipt, long epoch) {}

    /** Takes the text of a batch into the caller's tenant, or throws the problem it is. */
    Taken take(String text, Caller caller) {
        ChangeBatchReader.Read read = ChangeBatchReader.read(StrictJson.parse(text));
        if (read instanceof ChangeBatchReader.Read.Invalid invalid) {
            throw Problem.invalid("not a batch of changes", invalid.errors()).exception();
        }
        ChangeBatch batch = ((ChangeBatchReader.Read.Valid) read).batch();
        refuseForeign(batch, caller.namespaces());
        ReentrantLock turn = turns.computeIfAbsent(caller.tenant(), tenant -> new ReentrantLock(true));
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.unavailable("other batches are being taken", 2).exception();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the service is stopping", 5).exception();
        }
        try {
            refuseConflicts(caller.tenant(), batch);
            return append(text, batch, caller);
        } finally {
            turn.unlock();
        }
    }

    private static void refuseForeign(ChangeBatch batch, NamespaceLimits limits) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < batch.transactions().size() && errors.size() < 50; i++) {
            boolean foreign =
                    batch.transactions().get(i).tables().stream().anyMatch(table -> !limits.allows(table.namespace()));
            if (foreign) {
                errors.add(new FieldError("/transactions/" + i, "names a table outside the caller's namespaces"));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.forbidden("the caller may only tell of its namespaces", errors)
                    .exception();
        }
    }

    private void refuseConflicts(Tenant tenant, ChangeBatch batch) {
        Short number = Objects.requireNonNull(Await.on(() -> tenants.number(tenant)));
        String owner = Await.on(() -> sources.ownerOf(number, batch.incarnation()));
        if (owner != null && !owner.equals(batch.source())) {
            throw Problem.conflict(
                            "the incarnation belongs to another source",
                            List.of(new FieldError("/incarnation", "belongs to another source")))
                    .exception();
        }
        List<Long> conflicts = Await.on(() -> writer.conflicts(number, batch));
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

    private Taken append(String text, ChangeBatch batch, Caller caller) {
        AuditLog log = logs.events(caller.tenant());
        Submission submission = Submission.of(
                ChangeProjection.KIND,
                Bytes.utf8(text),
                Bytes.of(ChangeFacts.encode(batch)),
                subject(batch, caller.name()));
        AppendResult result = Await.on(() -> log.append(submission));
        if (result instanceof AppendResult.Appended appended) {
            indexed(caller.tenant(), log, appended.entry().index());
            Receipt receipt = Receipt.of(appended);
            return new Taken(receipt, appended.epoch());
        }
        if (result instanceof AppendResult.Duplicate duplicate) {
            indexed(caller.tenant(), log, duplicate.entry().index());
            Receipt receipt = Receipt.of(duplicate);
            return new Taken(receipt, duplicate.epoch());
        }
        throw LogProblems.of(result).exception();
    }

    private void indexed(Tenant tenant, AuditLog log, long index) {
        LogProgress followed = progress.of(tenant);
        followed.notice(index);
        if (!Await.on(() -> followed.indexed(index, PATIENCE))) {
            throw Problem.unavailable("the batch is in the log but not yet in the store; send it again to be sure", 2)
                    .exception();
        }
        int conflicts = Await.on(() -> writer.conflictsOf(log.name().value(), index));
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
