package io.rowtrail.service.change;

import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the caller may know of the change store: ordinals to traces, and traces to transactions. Of the caller's
 * tenant only; tables outside the caller's namespaces are not told, nor transactions that changed nothing else, but for how
 * many there are. Calls block, and are made within a request.
 */
@ApplicationScoped
public class ChangeLookup {
    private static final String TENANT = "(select number from rowtrail.tenant where slug = $1)";
    private static final String ORIGINS = "select t.ordinal, t.tag_source, r.trace_id"
            + " from rowtrail.change_transaction t"
            + " left join rowtrail.change_trace r on r.tenant = t.tenant and r.ordinal = t.ordinal"
            + " where t.tenant = " + TENANT + " and t.ordinal = any($2) order by t.ordinal, r.position";
    private static final String TRANSACTIONS = "select t.ordinal, s.name as source, t.txid, t.commit_lsn, t.commit_ts,"
            + " r.tag_source, r.origin, r.span_id, t.log, t.log_index"
            + " from rowtrail.change_trace r"
            + " join rowtrail.change_transaction t on t.tenant = r.tenant and t.ordinal = r.ordinal"
            + " join rowtrail.source s on s.id = t.source_id"
            + " where r.tenant = " + TENANT + " and r.trace_id = $2 order by t.ordinal limit $3";
    private static final String COUNTS = "select c.ordinal, d.namespace, d.name, c.rows, c.created, c.updated,"
            + " c.deleted, c.read, c.truncated"
            + " from rowtrail.change_count c join rowtrail.change_dataset d on d.id = c.dataset_id"
            + " where c.tenant = " + TENANT + " and c.ordinal = any($2) order by c.ordinal, d.namespace, d.name";
    private static final String COVERAGE = "select d.namespace, d.name, t.tag_source, count(*) as transactions,"
            + " sum(c.rows) as rows from rowtrail.change_count c"
            + " join rowtrail.change_transaction t on t.tenant = c.tenant and t.ordinal = c.ordinal"
            + " join rowtrail.change_dataset d on d.id = c.dataset_id where c.tenant = " + TENANT
            + " group by d.namespace, d.name, t.tag_source order by d.namespace, d.name, t.tag_source";

    private final Pool pool;
    private final Callers callers;

    @Inject
    ChangeLookup(Pool pool, Callers callers) {
        this.pool = pool;
        this.callers = callers;
    }

    /**
     * What is known of a set of ordinals.
     *
     * @param traces each trace with its ordinals, ascending; in the order of their first ordinals
     * @param without how many ordinals have no trace, by why
     * @param untraced the ordinals of those, ascending
     * @param unknown ordinals the store has not been told of
     * @param hidden ordinals of transactions the caller may not know of
     */
    public record Origins(
            Map<TraceId, List<Long>> traces,
            Map<TagSource, Integer> without,
            List<Long> untraced,
            int unknown,
            int hidden) {}

    /**
     * Transactions of a trace.
     *
     * @param transactions in commit order
     * @param hidden how many are left out, since the caller may not know of them
     */
    public record Traced(List<TracedTransaction> transactions, int hidden) {}

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
            return new Origins(Map.of(), Map.of(), List.of(), 0, 0);
        }
        Caller caller = callers.current();
        RowSet<Row> rows = ask(ORIGINS, Tuple.of(caller.tenant().slug(), boxed(ordinals)));
        Set<Long> shown = caller.namespaces().isAll()
                ? Set.of()
                : counts(caller, ordinals).keySet();
        Map<TraceId, List<Long>> traces = new LinkedHashMap<>();
        Map<TagSource, Integer> without = new TreeMap<>();
        List<Long> untraced = new ArrayList<>();
        int known = 0;
        int hidden = 0;
        long before = -1;
        for (Row row : rows) {
            long ordinal = row.getLong(0);
            boolean fresh = ordinal != before;
            before = ordinal;
            known += fresh ? 1 : 0;
            if (!caller.namespaces().isAll() && !shown.contains(ordinal)) {
                hidden += fresh ? 1 : 0;
                continue;
            }
            UUID trace = row.getUUID(2);
            if (trace == null) {
                without.merge(TagSource.parse(row.getString(1)), 1, Integer::sum);
                untraced.add(ordinal);
            } else {
                traces.computeIfAbsent(new TraceId(TraceUuid.hex(trace)), key -> new ArrayList<>())
                        .add(ordinal);
            }
        }
        return new Origins(traces, without, untraced, ordinals.length - known, hidden);
    }

    /** The transactions of a trace in commit order, at most {@code limit}. */
    public Traced transactions(TraceId trace, int limit) {
        Caller caller = callers.current();
        List<Row> rows = new ArrayList<>();
        ask(TRANSACTIONS, Tuple.of(caller.tenant().slug(), TraceUuid.of(trace), limit))
                .forEach(rows::add);
        Map<Long, List<Count>> counts = counts(
                caller, rows.stream().mapToLong(row -> row.getLong("ordinal")).toArray());
        List<TracedTransaction> shown = rows.stream()
                .filter(row -> caller.namespaces().isAll() || counts.containsKey(row.getLong("ordinal")))
                .map(row -> transaction(row, counts))
                .toList();
        return new Traced(shown, rows.size() - shown.size());
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

    /** The rows of each transaction in the tables the caller may know of; none of a transaction without any. */
    private Map<Long, List<Count>> counts(Caller caller, long[] ordinals) {
        Map<Long, List<Count>> counts = new LinkedHashMap<>();
        for (Row row : ask(COUNTS, Tuple.of(caller.tenant().slug(), boxed(ordinals)))) {
            if (!caller.namespaces().allows(row.getString("namespace"))) {
                continue;
            }
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
        Caller caller = callers.current();
        List<Coverage> coverage = new ArrayList<>();
        for (Row row : ask(COVERAGE, Tuple.of(caller.tenant().slug()))) {
            if (!caller.namespaces().allows(row.getString("namespace"))) {
                continue;
            }
            coverage.add(new Coverage(
                    row.getString("namespace"),
                    row.getString("name"),
                    TagSource.parse(row.getString("tag_source")),
                    row.getLong("transactions"),
                    row.getLong("rows")));
        }
        return coverage;
    }

    /**
     * A trace of the caller's tenant, drawn among transactions of the incarnation of {@code through} up to it, or of all
     * when it is empty.
     *
     * @param place from 0 to below 1: where between the first and the last of them to look
     */
    public Optional<TraceId> anyTrace(OptionalLong through, double place) {
        String tenant = callers.current().tenant().slug();
        long from = through.isPresent()
                ? ChangeOrdinal.of(new ChangeOrdinal(through.getAsLong()).incarnation(), 0)
                        .value()
                : 0;
        long to = through.orElse(Long.MAX_VALUE);
        for (Row bounds : ask(
                "select min(ordinal), max(ordinal) from rowtrail.change_trace where tenant = " + TENANT
                        + " and ordinal between $2 and $3",
                Tuple.of(tenant, from, to))) {
            if (bounds.getLong(0) == null) {
                return Optional.empty();
            }
            long at = bounds.getLong(0) + (long) ((bounds.getLong(1) - bounds.getLong(0) + 1) * place);
            for (Row row : ask(
                    "select trace_id from rowtrail.change_trace where tenant = " + TENANT
                            + " and ordinal >= $2 order by ordinal, position limit 1",
                    Tuple.of(tenant, at))) {
                return Optional.of(new TraceId(TraceUuid.hex(row.getUUID(0))));
            }
        }
        return Optional.empty();
    }

    /** The log entries that tell of a trace's transactions, ascending. */
    public List<Long> entriesOf(TraceId trace, String log) {
        List<Long> indexes = new ArrayList<>();
        for (Row row : ask(
                "select distinct t.log_index from rowtrail.change_trace r join rowtrail.change_transaction t"
                        + " on t.tenant = r.tenant and t.ordinal = r.ordinal"
                        + " where r.tenant = " + TENANT + " and r.trace_id = $2 and t.log = $3 order by 1",
                Tuple.of(callers.current().tenant().slug(), TraceUuid.of(trace), log))) {
            indexes.add(row.getLong(0));
        }
        return indexes;
    }

    /** The name of the source a captured table belongs to, if the store was told of the table. */
    public Optional<String> sourceOf(String namespace, String name) {
        for (Row row : ask(
                "select s.name from rowtrail.change_dataset d join lateral (select ordinal from rowtrail.change_count c"
                        + " where c.tenant = d.tenant and c.dataset_id = d.id limit 1) c on true"
                        + " join rowtrail.change_transaction t on t.tenant = d.tenant and t.ordinal = c.ordinal"
                        + " join rowtrail.source s on s.id = t.source_id"
                        + " where d.tenant = " + TENANT + " and d.namespace = $2 and d.name = $3",
                Tuple.of(callers.current().tenant().slug(), namespace, name))) {
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
