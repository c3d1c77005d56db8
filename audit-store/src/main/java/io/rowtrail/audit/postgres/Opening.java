package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.LogIdentity;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.keys.KeyDirectory;
import io.rowtrail.audit.keys.LogKeys;
import io.rowtrail.audit.merkle.TreeTail;
import io.rowtrail.audit.seal.Sealer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executor;
import org.hibernate.reactive.mutiny.Mutiny;

/** Opens a log: keys, epoch, edge of the tree, and whether it continues what was signed. */
final class Opening {
    private static final String TAKE_OVER = """
            insert into audit.fence (log, epoch) values ($1, 1)
            on conflict (log) do update set epoch = fence.epoch + 1 returning epoch""";

    private final Pool pool;
    private final Mutiny.SessionFactory sessions;
    private final LogSettings settings;
    private final Executor executor;
    private final Clock clock;
    private final LogName log;
    private final NodeReader nodes;
    private final TreeReader tree;

    Opening(Pool pool, Mutiny.SessionFactory sessions, LogSettings settings, Executor executor, Clock clock) {
        this.pool = pool;
        this.sessions = sessions;
        this.settings = settings;
        this.executor = executor;
        this.clock = clock;
        this.log = settings.name();
        this.nodes = new NodeReader(pool, log);
        this.tree = new TreeReader(pool, log, nodes);
    }

    Uni<PostgresAuditLog> open() {
        return Uni.createFrom()
                .item(() -> new KeyDirectory(settings.keyDirectory(), new SecureRandom()).open(settings.origin()))
                .runSubscriptionOn(executor)
                .chain(keys -> new LogKeyRegister(sessions, log)
                        .agree(keys, clock.instant().truncatedTo(ChronoUnit.MICROS))
                        .chain(verifierKeys -> takeOver()
                                .chain(epoch -> tree.tail()
                                        .emitOn(executor)
                                        .map(tail -> assemble(keys, verifierKeys, epoch, tail)))))
                .onFailure(failure -> !(failure instanceof AuditLogException))
                .transform(failure -> new AuditLogException("the log " + log + " cannot be opened", failure));
    }

    private Uni<Long> takeOver() {
        return pool.preparedQuery(TAKE_OVER)
                .execute(Tuple.of(log.value()))
                .map(rows -> rows.iterator().next().getLong("epoch"));
    }

    private PostgresAuditLog assemble(LogKeys keys, List<String> verifierKeys, long epoch, TreeTail tail) {
        Sealer sealer = new Sealer(log, keys, new SecureRandom());
        Sequencer sequencer = new Sequencer(
                settings.limits(),
                new AppendTransaction(pool, log, settings.limits().timeout(), new Answers(log, sealer)),
                tree,
                sealer,
                keys.identity(),
                executor,
                clock,
                new LogEdge(tail, epoch));
        CheckpointSigner signer =
                new CheckpointSigner(settings.origin(), keys.note(), settings.checkpointStore(), tree, nodes);
        try {
            signer.requireContinuation(new Head(tail.size(), tail.root()));
        } catch (AuditLogException.RollbackDetected e) {
            sequencer.halt(String.valueOf(e.getMessage()));
        }
        return new PostgresAuditLog(
                pool,
                new LogIdentity(settings.origin(), verifierKeys),
                log,
                new PostgresAuditLog.Parts(
                        sequencer,
                        signer,
                        tree,
                        nodes,
                        new EntryReader(sessions, log, sealer),
                        new FollowReader(pool, log),
                        sealer,
                        new TileReader(pool, log, nodes),
                        settings.checkpointStore().forkSafety()),
                executor,
                clock);
    }
}
