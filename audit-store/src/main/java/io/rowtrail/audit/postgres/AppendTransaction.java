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
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Appends one group in one transaction: takes the fence, sees where the log ends now and that this continues what is
 * known of it, looks repeats up, writes entries, tiles and head, and commits durably. Replicas of the service take turns
 * at the fence; what one finds appended by another it checks before it goes on from there.
 */
final class AppendTransaction {
    /** A replica whose transaction stands still, because it was suspended say, loses the fence after that time. */
    private static final Duration MOST_IDLE = Duration.ofSeconds(10);

    /** Leaf hashes of others read while the fence is held; a replica further behind catches up before it takes it. */
    private static final int CATCH_UP = 5_000;

    private static final String SETTINGS = """
            select set_config('synchronous_commit', 'on', true), set_config('lock_timeout', $1, true),
              set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)""";
    private static final String FENCE = "select epoch from audit.fence where log = $1 for update";
    private static final String HEAD =
            "select size, root, recorded_at from audit.head where log = $1 order by size desc limit 1";
    private static final String LEAVES =
            "select leaf_hash from audit.entry where log = $1 and idx >= $2 and idx < $3 order by idx";
    private static final String TEXTS = "select token, idx from audit.dedupe where log = $1 and token = any($2)";
    private static final String KEYS =
            "select key_token, text_token, idx from audit.idempotency where log = $1 and key_token = any($2)";

    private final Pool pool;
    private final LogName log;
    private final Duration timeout;
    private final Answers answers;

    AppendTransaction(Pool pool, LogName log, Duration timeout, Answers answers) {
        this.pool = pool;
        this.log = log;
        this.timeout = timeout;
        this.answers = answers;
    }

    /** Appends {@code drafts} to the log last seen at {@code known}. Never fails: what went wrong is an outcome. */
    Uni<Outcome> run(LogEdge known, List<Draft> drafts, Instant now) {
        AtomicBoolean committing = new AtomicBoolean();
        return pool.getConnection()
                .chain(connection -> connection
                        .begin()
                        .chain(transaction -> inside(connection, known, drafts, now)
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

    /**
     * The questions go out together, without waiting for answers. Each statement sees what was committed when it begins,
     * so that those behind the fence see all that whoever held it before has left.
     */
    private Uni<Outcome> inside(SqlConnection connection, LogEdge known, List<Draft> drafts, Instant now) {
        Tuple own = Tuple.of(log.value());
        String millis = Long.toString(timeout.toMillis());
        List<Uni<RowSet<Row>>> questions = new ArrayList<>();
        questions.add(
                connection.preparedQuery(SETTINGS).execute(Tuple.of(millis, Long.toString(MOST_IDLE.toMillis()))));
        questions.add(connection.preparedQuery(FENCE).execute(own));
        questions.add(connection.preparedQuery(HEAD).execute(own));
        Buffer[] texts = Rows.buffers(drafts, draft -> Rows.token(draft.text()));
        questions.add(connection.preparedQuery(TEXTS).execute(Tuple.of(log.value(), texts)));
        List<Hash> keys = callersKeys(drafts);
        if (!keys.isEmpty()) {
            Buffer[] tokens = Rows.buffers(keys, Rows::buffer);
            questions.add(connection.preparedQuery(KEYS).execute(Tuple.of(log.value(), tokens)));
        }
        return Uni.join().all(questions).andFailFast().chain(found -> {
            long epoch = found.get(1).iterator().next().getLong("epoch");
            Head head = head(found.get(2));
            if (epoch < known.epoch()) {
                return Uni.createFrom().item(new Diverged("its epoch was " + known.epoch() + " and is " + epoch));
            }
            // Another replica's clock may be ahead, and its group was before this one while this one waited.
            Instant time = notBefore(found.get(2), now);
            List<Draft> timed = time.equals(now)
                    ? drafts
                    : drafts.stream().map(draft -> draft.at(time)).toList();
            return continued(
                    connection,
                    known.tail(),
                    head,
                    tail -> append(
                            connection,
                            new LogEdge(tail, epoch),
                            new Placement(
                                    tail.size(),
                                    timed,
                                    texts(timed, found.get(3)),
                                    keys(found.subList(4, found.size()))),
                            timed,
                            time));
        });
    }

    private static Head head(RowSet<Row> rows) {
        for (Row row : rows) {
            return new Head(row.getLong("size"), Rows.hash(row, "root"));
        }
        return new Head(0, TreeHasher.EMPTY_ROOT);
    }

    /** Times in a log never decrease. */
    private static Instant notBefore(RowSet<Row> head, Instant now) {
        for (Row row : head) {
            Instant last = Rows.instant(row, "recorded_at");
            return last.isAfter(now) ? last : now;
        }
        return now;
    }

    /** Goes on from the edge of {@code head}, if the tree of {@code head} begins with that of {@code known}. */
    private Uni<Outcome> continued(
            SqlConnection connection, TreeTail known, Head head, Function<TreeTail, Uni<Outcome>> then) {
        if (head.equals(new Head(known.size(), known.root()))) {
            return then.apply(known);
        }
        if (head.size() <= known.size()) {
            return Uni.createFrom().item(Diverged.between(known, head));
        }
        if (head.size() - known.size() > CATCH_UP) {
            return Uni.createFrom().item(new Behind());
        }
        return connection
                .preparedQuery(LEAVES)
                .execute(Tuple.of(log.value(), known.size(), head.size()))
                .chain(rows -> {
                    List<Hash> leaves = new ArrayList<>();
                    rows.forEach(row -> leaves.add(Rows.hash(row, "leaf_hash")));
                    TreeTail grown = known.grow(leaves).tail();
                    return head.equals(new Head(grown.size(), grown.root()))
                            ? then.apply(grown)
                            : Uni.createFrom().item(Diverged.between(known, head));
                });
    }

    private Uni<Outcome> append(
            SqlConnection connection, LogEdge edge, Placement placement, List<Draft> drafts, Instant now) {
        List<Hash> leaves = placement.added().stream()
                .map(placed -> placed.draft().sealed().leafHash())
                .toList();
        TreeTail.Growth growth = edge.tail().grow(leaves);
        return new AppendRows(connection, log)
                .write(placement, growth, edge.epoch(), now)
                .chain(() -> answers.of(connection, edge.epoch(), drafts, placement.places()))
                .map(results -> new Committed(new LogEdge(growth.tail(), edge.epoch()), placement.added(), results));
    }

    private static Map<Hash, Long> texts(List<Draft> drafts, RowSet<Row> rows) {
        Map<Buffer, Long> found = new HashMap<>();
        rows.forEach(row -> found.put(row.getDelegate().getBuffer("token"), row.getLong("idx")));
        Map<Hash, Long> known = new HashMap<>();
        drafts.forEach(draft -> {
            Long index = found.get(Rows.token(draft.text()));
            if (index != null) {
                known.put(draft.text(), index);
            }
        });
        return known;
    }

    private static List<Hash> callersKeys(List<Draft> drafts) {
        return drafts.stream().map(Draft::key).filter(Objects::nonNull).toList();
    }

    private static Map<Hash, KnownKey> keys(List<RowSet<Row>> answers) {
        Map<Hash, KnownKey> known = new HashMap<>();
        answers.forEach(rows -> rows.forEach(row -> known.put(
                Rows.hash(row, "key_token"), new KnownKey(Rows.hash(row, "text_token"), row.getLong("idx")))));
        return known;
    }

    /** How the transaction ended. */
    sealed interface Outcome {}

    /** Durable: where the log ends now, the new entries, and what is to be answered for each draft. */
    record Committed(LogEdge edge, List<Placement.Placed> added, List<AppendResult> results) implements Outcome {}

    /** Nothing stored: others have appended more than can be checked while the fence is held. */
    record Behind() implements Outcome {}

    /** Nothing stored: the stored log does not continue what was known of it. */
    record Diverged(String how) implements Outcome {
        static Diverged between(TreeTail known, Head found) {
            return new Diverged("the log had " + known.size() + " entries, root " + known.root() + ", and has "
                    + found.size() + ", root " + found.root());
        }
    }

    /** Nothing stored: the database refused or was not there. */
    record Failed(@Nullable Throwable cause) implements Outcome {}

    /** The commit was sent and no answer came. */
    record Unknown(@Nullable Throwable cause) implements Outcome {}
}
