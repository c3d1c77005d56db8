package io.rowtrail.service.change;

import io.rowtrail.audit.EntryName;
import io.rowtrail.service.change.ChangeBatch.BoundTrace;
import io.rowtrail.service.change.ChangeBatch.TableCount;
import io.rowtrail.service.change.ChangeBatch.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes change batches into their tables, one database transaction an entry of the log: rows by {@code unnest} of
 * arrays, and the follower's position with them, so that a crash leaves both or neither.
 */
@ApplicationScoped
class ChangeWriter {
    static final String FOLLOWER = "changes";

    private static final String EXISTING =
            "select ordinal, content_hash from rowtrail.change_transaction where tenant = $1 and ordinal = any($2)";
    private static final String TRANSACTIONS = "insert into rowtrail.change_transaction (ordinal, source_id, txid,"
            + " commit_lsn, commit_ts, tag_source, log, log_index, content_hash, tenant)"
            + " select o, $1, x, l, t, g, $2, $3, h, $10"
            + " from unnest($4::bigint[], $5::bigint[], $6::text[], $7::timestamptz[], $8::text[], $9::bytea[])"
            + " as u(o, x, l, t, g, h)";
    private static final String TRACES =
            "insert into rowtrail.change_trace (ordinal, position, trace_id, span_id, tag_source, origin, tenant)"
                    + " select *, $7 from unnest($1::bigint[], $2::smallint[], $3::uuid[], $4::bytea[], $5::text[], $6::text[])";
    private static final String COUNTS =
            "insert into rowtrail.change_count (ordinal, dataset_id, rows, created, updated, deleted, read, truncated,"
                    + " tenant) select *, $9 from unnest($1::bigint[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[],"
                    + " $8::int[])";
    private static final String BATCH = "insert into rowtrail.change_batch (source_id, first_ordinal, last_ordinal,"
            + " stream_id, stream_seq, stream_prev, log, log_index, conflicts)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private static final String MOVE =
            "update rowtrail.follower_position set next_index = $3 where follower = $1 and log = $2 and next_index = $4";

    private final Pool pool;

    @Inject
    ChangeWriter(Pool pool) {
        this.pool = pool;
    }

    /** Ordinals of the batch that are already told, and told otherwise. */
    Uni<List<Long>> conflicts(short tenant, ChangeBatch batch) {
        return pool.withConnection(connection -> compare(connection, tenant, batch))
                .map(Comparison::conflicting);
    }

    /**
     * Applies an entry and moves the position from it to the next index. What an earlier entry told of an ordinal stays;
     * fails, having changed nothing, when the position is not this entry's index.
     *
     * @return how many transactions were told otherwise before
     */
    Uni<Integer> apply(EntryName entry, ChangeBatch batch, Sources.Numbers numbers) {
        return pool.withTransaction(connection -> compare(connection, numbers.tenant(), batch)
                .call(found -> insert(connection, entry, found.fresh(), numbers))
                .call(found -> batch(
                        connection, entry, batch, numbers, found.conflicting().size()))
                .call(found -> move(connection, entry.log().value(), entry.index(), entry.index() + 1))
                .map(found -> found.conflicting().size()));
    }

    /** How many transactions of an applied entry were told otherwise before it. */
    Uni<Integer> conflictsOf(String log, long index) {
        return pool.preparedQuery("select conflicts from rowtrail.change_batch where log = $1 and log_index = $2")
                .execute(Tuple.of(log, index))
                .map(rows -> rows.rowCount() == 0 ? 0 : rows.iterator().next().getInteger(0));
    }

    /** Moves the position over entries that hold no changes. */
    Uni<Void> skip(String log, long from, long to) {
        return pool.withTransaction(connection -> move(connection, log, from, to));
    }

    private static Uni<Void> move(SqlConnection connection, String log, long from, long to) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(FOLLOWER, log, to, from))
                .invoke(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new IllegalStateException(
                                "another follower moved the position of " + log + " from " + from);
                    }
                })
                .replaceWithVoid();
    }

    private record Comparison(List<Transaction> fresh, List<Long> conflicting) {}

    private static Uni<Comparison> compare(SqlConnection connection, short tenant, ChangeBatch batch) {
        Long[] ordinals = batch.transactions().stream()
                .map(transaction -> transaction.ordinal().value())
                .toArray(Long[]::new);
        return connection
                .preparedQuery(EXISTING)
                .execute(Tuple.of(tenant, ordinals))
                .map(rows -> {
                    Map<Long, byte[]> known = new HashMap<>();
                    for (Row row : rows) {
                        known.put(row.getLong(0), row.getBuffer(1).getBytes());
                    }
                    List<Transaction> fresh = new ArrayList<>();
                    List<Long> conflicting = new ArrayList<>();
                    for (Transaction transaction : batch.transactions()) {
                        byte[] hash = known.get(transaction.ordinal().value());
                        if (hash == null) {
                            fresh.add(transaction);
                        } else if (!Arrays.equals(hash, ChangeFacts.hash(transaction))) {
                            conflicting.add(transaction.ordinal().value());
                        }
                    }
                    return new Comparison(fresh, conflicting);
                });
    }

    private static Uni<Void> insert(
            SqlConnection connection, EntryName entry, List<Transaction> fresh, Sources.Numbers numbers) {
        if (fresh.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(TRANSACTIONS)
                .execute(transactions(entry, fresh, numbers))
                .chain(done -> connection.preparedQuery(TRACES).execute(traces(fresh, numbers)))
                .chain(done -> connection.preparedQuery(COUNTS).execute(counts(fresh, numbers)))
                .replaceWithVoid();
    }

    private static Tuple transactions(EntryName entry, List<Transaction> fresh, Sources.Numbers numbers) {
        int n = fresh.size();
        Long[] ordinal = new Long[n];
        Long[] txid = new Long[n];
        String[] lsn = new String[n];
        OffsetDateTime[] time = new OffsetDateTime[n];
        String[] tagSource = new String[n];
        Buffer[] hash = new Buffer[n];
        for (int i = 0; i < n; i++) {
            Transaction transaction = fresh.get(i);
            ordinal[i] = transaction.ordinal().value();
            txid[i] = transaction.txid();
            lsn[i] = transaction.commitLsn();
            time[i] = transaction.commitTs().atOffset(ZoneOffset.UTC);
            tagSource[i] = transaction.tagSource().wire();
            hash[i] = Buffer.buffer(ChangeFacts.hash(transaction));
        }
        return Tuple.tuple(Arrays.asList(
                numbers.source(),
                entry.log().value(),
                entry.index(),
                ordinal,
                txid,
                lsn,
                time,
                tagSource,
                raw(hash),
                numbers.tenant()));
    }

    private static Tuple traces(List<Transaction> fresh, Sources.Numbers numbers) {
        List<Long> ordinal = new ArrayList<>();
        List<Short> position = new ArrayList<>();
        List<UUID> traceId = new ArrayList<>();
        List<io.vertx.core.buffer.Buffer> spanId = new ArrayList<>();
        List<String> tagSource = new ArrayList<>();
        List<String> origin = new ArrayList<>();
        for (Transaction transaction : fresh) {
            short at = 0;
            for (BoundTrace trace : transaction.traces()) {
                ordinal.add(transaction.ordinal().value());
                position.add(at++);
                traceId.add(TraceUuid.of(trace.traceId()));
                spanId.add(
                        trace.spanId() == null
                                ? null
                                : io.vertx.core.buffer.Buffer.buffer(java.util.HexFormat.of()
                                        .parseHex(trace.spanId().hex())));
                tagSource.add(trace.tagSource().wire());
                origin.add(trace.origin().wire());
            }
        }
        return Tuple.tuple(Arrays.asList(
                ordinal.toArray(Long[]::new),
                position.toArray(Short[]::new),
                traceId.toArray(UUID[]::new),
                spanId.toArray(io.vertx.core.buffer.Buffer[]::new),
                tagSource.toArray(String[]::new),
                origin.toArray(String[]::new),
                numbers.tenant()));
    }

    private static Tuple counts(List<Transaction> fresh, Sources.Numbers numbers) {
        List<Long> ordinal = new ArrayList<>();
        List<List<Integer>> columns = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            columns.add(new ArrayList<>());
        }
        for (Transaction transaction : fresh) {
            for (TableCount table : transaction.tables()) {
                ordinal.add(transaction.ordinal().value());
                ChangeBatch.Operations ops = table.ops();
                Integer number = Objects.requireNonNull(numbers.tables().get(Sources.TableName.of(table)));
                List<Integer> row = List.of(number, table.rows(), ops.c(), ops.u(), ops.d(), ops.r(), ops.t());
                for (int i = 0; i < row.size(); i++) {
                    columns.get(i).add(row.get(i));
                }
            }
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(ordinal.toArray(Long[]::new));
        columns.forEach(column -> arguments.add(column.toArray(Integer[]::new)));
        arguments.add(numbers.tenant());
        return Tuple.tuple(arguments);
    }

    private static Uni<Void> batch(
            SqlConnection connection, EntryName entry, ChangeBatch batch, Sources.Numbers numbers, int conflicts) {
        return connection
                .preparedQuery(BATCH)
                .execute(Tuple.tuple(Arrays.asList(
                        numbers.source(),
                        batch.first().value(),
                        batch.last().value(),
                        batch.stream().id(),
                        batch.stream().seq(),
                        batch.stream().prev(),
                        entry.log().value(),
                        entry.index(),
                        conflicts)))
                .replaceWithVoid();
    }

    /** The array the driver knows: it does not unwrap Mutiny's buffers inside one. */
    private static io.vertx.core.buffer.Buffer[] raw(Buffer[] buffers) {
        return Arrays.stream(buffers).map(Buffer::getDelegate).toArray(io.vertx.core.buffer.Buffer[]::new);
    }
}
