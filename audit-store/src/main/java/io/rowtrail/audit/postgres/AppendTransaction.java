package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.merkle.TreeTail;
import io.rowtrail.audit.postgres.Placement.KnownKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Appends one group in one transaction: takes the fence, sees that the stored head is the one known, looks repeats up,
 * writes entries, tiles and head, and commits durably.
 */
final class AppendTransaction {
    private static final String SETTINGS = """
            select set_config('synchronous_commit', 'on', true), set_config('lock_timeout', $1, true),
              set_config('statement_timeout', $1, true)""";
    private static final String FENCE = """
            select f.epoch, h.size, h.root from audit.fence f
            left join lateral (select size, root from audit.head where log = f.log order by size desc limit 1) h on true
            where f.log = $1 for update of f""";
    private static final String TEXTS = "select token, idx from audit.dedupe where log = $1 and token = any($2)";
    private static final String KEYS =
            "select key_token, text_token, idx from audit.idempotency where log = $1 and key_token = any($2)";

    private final Pool pool;
    private final LogName log;
    private final long epoch;
    private final Duration timeout;
    private final Answers answers;

    AppendTransaction(Pool pool, LogName log, long epoch, Duration timeout, Answers answers) {
        this.pool = pool;
        this.log = log;
        this.epoch = epoch;
        this.timeout = timeout;
        this.answers = answers;
    }

    /** Appends {@code drafts} to the tree that ends in {@code tail}. Never fails: what went wrong is an outcome. */
    Uni<Outcome> run(TreeTail tail, List<Draft> drafts, Instant now) {
        AtomicBoolean committing = new AtomicBoolean();
        return pool.getConnection()
                .chain(connection -> connection
                        .begin()
                        .chain(transaction -> inside(connection, tail, drafts, now)
                                .chain(outcome -> end(transaction, outcome, committing))
                                .onFailure()
                                .call(() -> quietly(transaction, committing)))
                        .onTermination()
                        .call(connection::close))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> committing.get() ? new Unknown(failure) : new Failed(failure));
    }

    private static Uni<Outcome> end(Transaction transaction, Outcome outcome, AtomicBoolean committing) {
        if (outcome instanceof Committed) {
            committing.set(true);
            return transaction.commit().replaceWith(outcome);
        }
        return transaction.rollback().replaceWith(outcome);
    }

    private static Uni<Void> quietly(Transaction transaction, AtomicBoolean committing) {
        return committing.get()
                ? Uni.createFrom().voidItem()
                : transaction.rollback().onFailure().recoverWithNull();
    }

    private Uni<Outcome> inside(SqlConnection connection, TreeTail tail, List<Draft> drafts, Instant now) {
        return connection
                .preparedQuery(SETTINGS)
                .execute(Tuple.of(Long.toString(timeout.toMillis())))
                .chain(() -> connection.preparedQuery(FENCE).execute(Tuple.of(log.value())))
                .chain(rows -> {
                    Row fence = rows.iterator().next();
                    Head head = fence.getLong("size") == null
                            ? new Head(0, TreeHasher.EMPTY_ROOT)
                            : new Head(fence.getLong("size"), Rows.hash(fence, "root"));
                    if (fence.getLong("epoch") != epoch) {
                        return Uni.createFrom().item(new Fenced(fence.getLong("epoch")));
                    }
                    if (!head.equals(new Head(tail.size(), tail.root()))) {
                        return Uni.createFrom().item(new Diverged(head));
                    }
                    return append(connection, tail, drafts, now);
                });
    }

    private Uni<Outcome> append(SqlConnection connection, TreeTail tail, List<Draft> drafts, Instant now) {
        return texts(connection, drafts)
                .chain(texts -> keys(connection, drafts).chain(keys -> {
                    Placement placement = new Placement(tail.size(), drafts, texts, keys);
                    List<Hash> leaves = placement.added().stream()
                            .map(placed -> placed.draft().sealed().leafHash())
                            .toList();
                    TreeTail.Growth growth = tail.grow(leaves);
                    return new AppendRows(connection, log)
                            .write(placement, growth, epoch, now)
                            .chain(() -> answers.of(connection, drafts, placement.places()))
                            .map(results -> new Committed(growth.tail(), results));
                }));
    }

    private Uni<Map<Hash, Long>> texts(SqlConnection connection, List<Draft> drafts) {
        Buffer[] tokens = Rows.buffers(drafts, draft -> Rows.buffer(draft.text()));
        return connection
                .preparedQuery(TEXTS)
                .execute(Tuple.of(log.value(), tokens))
                .map(rows -> {
                    Map<Hash, Long> known = new HashMap<>();
                    rows.forEach(row -> known.put(Rows.hash(row, "token"), row.getLong("idx")));
                    return known;
                });
    }

    private Uni<Map<Hash, KnownKey>> keys(SqlConnection connection, List<Draft> drafts) {
        List<Hash> keys =
                drafts.stream().map(Draft::key).filter(Objects::nonNull).toList();
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return connection
                .preparedQuery(KEYS)
                .execute(Tuple.of(log.value(), Rows.buffers(keys, Rows::buffer)))
                .map(rows -> {
                    Map<Hash, KnownKey> known = new HashMap<>();
                    rows.forEach(row -> known.put(
                            Rows.hash(row, "key_token"),
                            new KnownKey(Rows.hash(row, "text_token"), row.getLong("idx"))));
                    return known;
                });
    }

    /** How the transaction ended. */
    sealed interface Outcome {}

    /** Durable: the tree after it and what is to be answered for each draft. */
    record Committed(TreeTail tail, List<AppendResult> results) implements Outcome {}

    /** Nothing stored: another sequencer, of that epoch, has taken the log over. */
    record Fenced(long by) implements Outcome {}

    /** Nothing stored: the stored tree is not the one this sequencer left. */
    record Diverged(Head found) implements Outcome {}

    /** Nothing stored: the database refused or was not there. */
    record Failed(@Nullable Throwable cause) implements Outcome {}

    /** The commit was sent and no answer came. */
    record Unknown(@Nullable Throwable cause) implements Outcome {}
}
