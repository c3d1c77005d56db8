package io.rowtrail.service.change;

import io.rowtrail.service.log.Await;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the change store: ordinals to traces, and traces to transactions. Calls block. */
@ApplicationScoped
public class ChangeLookup {
    private static final String ORIGINS = "select t.ordinal, t.tag_source, r.trace_id"
            + " from rowtrail.change_transaction t left join rowtrail.change_trace r on r.ordinal = t.ordinal"
            + " where t.ordinal = any($1) order by t.ordinal, r.position";
    private static final String TRANSACTIONS = "select t.ordinal, s.name as source, t.txid, t.commit_lsn, t.commit_ts,"
            + " r.tag_source, r.origin, r.span_id, t.log, t.log_index"
            + " from rowtrail.change_trace r"
            + " join rowtrail.change_transaction t on t.ordinal = r.ordinal"
            + " join rowtrail.source s on s.id = t.source_id"
            + " where r.trace_id = $1 order by t.ordinal limit $2";
    private static final String COUNTS = "select c.ordinal, d.namespace, d.name, c.rows, c.created, c.updated,"
            + " c.deleted, c.read, c.truncated"
            + " from rowtrail.change_count c join rowtrail.change_dataset d on d.id = c.dataset_id"
            + " where c.ordinal = any($1) order by c.ordinal, d.namespace, d.name";
    private static final String COVERAGE = "select d.namespace, d.name, t.tag_source, count(*) as transactions,"
            + " sum(c.rows) as rows from rowtrail.change_count c"
            + " join rowtrail.change_transaction t on t.ordinal = c.ordinal"
            + " join rowtrail.change_dataset d on d.id = c.dataset_id"
            + " group by d.namespace, d.name, t.tag_source order by d.namespace, d.name, t.tag_source";

    private final Pool pool;

    @Inject
    ChangeLookup(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is known of a set of ordinals.
     *
     * @param traces each trace with its ordinals, ascending; in the order of their first ordinals
     * @param without how many ordinals have no trace, by why
     * @param unknown ordinals the store has not been told of
     */
    public record Origins(Map<TraceId, List<Long>> traces, Map<TagSource, Integer> without, int unknown) {}

    /** A transaction of a trace. */
    public record TracedTransaction(
            ChangeOrdinal ordinal,
            String source,
            long txid,
            String commitLsn,
            Instant commitTs,
            TagSource tagSource,
            Origin origin,
            @Nullable String spanId,
            String entry,
            List<Count> tables) {}

    /** Rows of one table in one transaction. */
    public record Count(String namespace, String name, int rows, Map<String, Integer> ops) {}

    /** How the rows of a captured table were tagged. */
    public record Coverage(String namespace, String name, TagSource tagSource, long transactions, long rows) {}

    /** The traces behind ordinals, in one query. */
    public Origins origins(long[] ordinals) {
        if (ordinals.length == 0) {
            return new Origins(Map.of(), Map.of(), 0);
        }
        RowSet<Row> rows = ask(ORIGINS, Tuple.of(boxed(ordinals)));
        Map<TraceId, List<Long>> traces = new LinkedHashMap<>();
        Map<TagSource, Integer> without = new TreeMap<>();
        int known = 0;
        long before = -1;
        for (Row row : rows) {
            long ordinal = row.getLong(0);
            if (ordinal != before) {
                known++;
                before = ordinal;
            }
            UUID trace = row.getUUID(2);
            if (trace == null) {
                without.merge(TagSource.parse(row.getString(1)), 1, Integer::sum);
            } else {
                traces.computeIfAbsent(new TraceId(TraceUuid.hex(trace)), key -> new ArrayList<>())
                        .add(ordinal);
            }
        }
        return new Origins(traces, without, ordinals.length - known);
    }

    /** The transactions of a trace in commit order, at most {@code limit}. */
    public List<TracedTransaction> transactions(TraceId trace, int limit) {
        List<Row> rows = new ArrayList<>();
        ask(TRANSACTIONS, Tuple.of(TraceUuid.of(trace), limit)).forEach(rows::add);
        Map<Long, List<Count>> counts =
                counts(rows.stream().mapToLong(row -> row.getLong("ordinal")).toArray());
        return rows.stream().map(row -> transaction(row, counts)).toList();
    }

    private static TracedTransaction transaction(Row row, Map<Long, List<Count>> counts) {
        long ordinal = row.getLong("ordinal");
        return new TracedTransaction(
                new ChangeOrdinal(ordinal),
                row.getString("source"),
                row.getLong("txid"),
                row.getString("commit_lsn"),
                row.getOffsetDateTime("commit_ts").toInstant(),
                TagSource.parse(row.getString("tag_source")),
                Origin.parse(row.getString("origin")),
                hex(row.getBuffer("span_id")),
                row.getString("log") + ":" + row.getLong("log_index"),
                counts.getOrDefault(ordinal, List.of()));
    }

    private static @Nullable String hex(@Nullable Buffer bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes.getBytes());
    }

    private Map<Long, List<Count>> counts(long[] ordinals) {
        Map<Long, List<Count>> counts = new LinkedHashMap<>();
        for (Row row : ask(COUNTS, Tuple.of(boxed(ordinals)))) {
            Map<String, Integer> ops = new LinkedHashMap<>();
            putUnlessZero(ops, "c", row.getInteger("created"));
            putUnlessZero(ops, "u", row.getInteger("updated"));
            putUnlessZero(ops, "d", row.getInteger("deleted"));
            putUnlessZero(ops, "r", row.getInteger("read"));
            putUnlessZero(ops, "t", row.getInteger("truncated"));
            counts.computeIfAbsent(row.getLong("ordinal"), key -> new ArrayList<>())
                    .add(new Count(row.getString("namespace"), row.getString("name"), row.getInteger("rows"), ops));
        }
        return counts;
    }

    private static void putUnlessZero(Map<String, Integer> ops, String op, int rows) {
        if (rows != 0) {
            ops.put(op, rows);
        }
    }

    /** Transactions and rows of every captured table by what supplied their trace. */
    public List<Coverage> coverage() {
        List<Coverage> coverage = new ArrayList<>();
        for (Row row : ask(COVERAGE, Tuple.tuple())) {
            coverage.add(new Coverage(
                    row.getString("namespace"),
                    row.getString("name"),
                    TagSource.parse(row.getString("tag_source")),
                    row.getLong("transactions"),
                    row.getLong("rows")));
        }
        return coverage;
    }

    /** The log entries that tell of a trace's transactions, ascending. */
    public List<Long> entriesOf(TraceId trace, String log) {
        List<Long> indexes = new ArrayList<>();
        for (Row row : ask(
                "select distinct t.log_index from rowtrail.change_trace r join rowtrail.change_transaction t"
                        + " on t.ordinal = r.ordinal where r.trace_id = $1 and t.log = $2 order by 1",
                Tuple.of(TraceUuid.of(trace), log))) {
            indexes.add(row.getLong(0));
        }
        return indexes;
    }

    /** The name of the source a captured table belongs to, if the store was told of the table. */
    public Optional<String> sourceOf(String namespace, String name) {
        for (Row row : ask(
                "select s.name from rowtrail.change_dataset d join lateral (select ordinal from rowtrail.change_count c"
                        + " where c.dataset_id = d.id limit 1) c on true"
                        + " join rowtrail.change_transaction t on t.ordinal = c.ordinal"
                        + " join rowtrail.source s on s.id = t.source_id where d.namespace = $1 and d.name = $2",
                Tuple.of(namespace, name))) {
            return Optional.of(row.getString(0));
        }
        return Optional.empty();
    }

    private RowSet<Row> ask(String sql, Tuple arguments) {
        Uni<RowSet<Row>> answer = pool.preparedQuery(sql).execute(arguments);
        return Await.on(() -> answer);
    }

    private static Long[] boxed(long[] ordinals) {
        return Arrays.stream(ordinals).boxed().toArray(Long[]::new);
    }
}
