package io.rowtrail.service.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.change.ChangeBatch.BoundTrace;
import io.rowtrail.service.change.ChangeBatch.Operations;
import io.rowtrail.service.change.ChangeBatch.Stream;
import io.rowtrail.service.change.ChangeBatch.TableCount;
import io.rowtrail.service.change.ChangeBatch.Transaction;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /api/v1/changes} strictly: whatever is not exactly the contract's shape is refused. */
final class ChangeBatchReader {
    /** Transactions one batch may hold. */
    static final int MAX_TRANSACTIONS = 50_000;

    private static final int MAX_NAME = 1_000;
    private static final Set<String> BATCH_MEMBERS =
            Set.of("source", "incarnation", "stream", "firstOrdinal", "lastOrdinal", "transactions");
    private static final Set<String> TRANSACTION_MEMBERS =
            Set.of("ordinal", "txid", "commitLsn", "commitTs", "traces", "tagSource", "tables");
    private static final Set<String> TRACE_MEMBERS = Set.of("traceId", "spanId", "tagSource", "origin");
    private static final Set<String> TABLE_MEMBERS = Set.of("dataset", "rows", "ops", "manifestRoot");
    private static final Set<TagSource> WITHOUT_TRACE =
            Set.of(TagSource.NONE, TagSource.SNAPSHOT, TagSource.GAP, TagSource.INVALID);

    private final FieldReader fields = new FieldReader();

    private ChangeBatchReader() {}

    /** What a body is. */
    sealed interface Read {
        /** A batch by all rules that can be checked without knowing other batches. */
        record Valid(ChangeBatch batch) implements Read {}

        /** No batch; at least one error. */
        record Invalid(List<FieldError> errors) implements Read {}
    }

    static Read read(JsonNode body) {
        ChangeBatchReader reader = new ChangeBatchReader();
        ChangeBatch batch = reader.batch(body);
        return batch == null || reader.fields.failed()
                ? new Read.Invalid(reader.fields.errors())
                : new Read.Valid(batch);
    }

    private @Nullable ChangeBatch batch(JsonNode body) {
        if (!body.isObject()) {
            fields.error("", "must be an object");
            return null;
        }
        fields.onlyKnown(body, "", BATCH_MEMBERS);
        String source = fields.text(body, "", "source", 200);
        JsonNode incarnationNode = body.path("incarnation");
        if (!incarnationNode.isIntegralNumber()
                || !incarnationNode.canConvertToInt()
                || incarnationNode.intValue() < 0
                || incarnationNode.intValue() > ChangeOrdinal.MAX_INCARNATION) {
            fields.error("/incarnation", "must be an integer from 0 to " + ChangeOrdinal.MAX_INCARNATION);
        }
        int incarnation = incarnationNode.intValue();
        Stream stream = stream(fields.object(body, "", "stream"));
        ChangeOrdinal first = ordinal(body, "", "firstOrdinal");
        ChangeOrdinal last = ordinal(body, "", "lastOrdinal");
        List<Transaction> transactions = transactions(fields.array(body, "", "transactions"), incarnation);
        if (source == null || stream == null || first == null || last == null || fields.failed()) {
            return null;
        }
        if (!transactions.get(0).ordinal().equals(first)) {
            fields.error("/firstOrdinal", "must be the first transaction's ordinal");
        }
        if (!transactions.get(transactions.size() - 1).ordinal().equals(last)) {
            fields.error("/lastOrdinal", "must be the last transaction's ordinal");
        }
        return new ChangeBatch(source, incarnation, stream, first, last, transactions);
    }

    private @Nullable Stream stream(JsonNode node) {
        fields.onlyKnown(node, "/stream", Set.of("id", "seq", "prev"));
        String id = fields.text(node, "/stream", "id", 200);
        String seq = fields.text(node, "/stream", "seq", 200);
        String prev = fields.optionalText(node, "/stream", "prev", 200);
        return id == null || seq == null ? null : new Stream(id, seq, prev);
    }

    private @Nullable ChangeOrdinal ordinal(JsonNode parent, String pointer, String name) {
        return fields.parsed(parent, pointer, name, ChangeOrdinal::parse, "a change ordinal in decimal digits");
    }

    private List<Transaction> transactions(JsonNode array, int incarnation) {
        if (array.isEmpty() || array.size() > MAX_TRANSACTIONS) {
            fields.error("/transactions", "must hold 1 to " + MAX_TRANSACTIONS + " transactions");
        }
        List<Transaction> transactions = new ArrayList<>(array.size());
        ChangeOrdinal before = null;
        for (int i = 0; i < array.size() && i < MAX_TRANSACTIONS; i++) {
            String pointer = "/transactions/" + i;
            Transaction transaction = transaction(array.get(i), pointer);
            if (transaction == null) {
                continue;
            }
            if (transaction.ordinal().incarnation() != incarnation) {
                fields.error(pointer + "/ordinal", "must be of the batch's incarnation");
            }
            if (before != null && transaction.ordinal().compareTo(before) <= 0) {
                fields.error(pointer + "/ordinal", "must be greater than the one before");
            }
            before = transaction.ordinal();
            transactions.add(transaction);
        }
        return transactions;
    }

    private @Nullable Transaction transaction(JsonNode node, String pointer) {
        if (!node.isObject()) {
            fields.error(pointer, "must be an object");
            return null;
        }
        fields.onlyKnown(node, pointer, TRANSACTION_MEMBERS);
        ChangeOrdinal ordinal = ordinal(node, pointer, "ordinal");
        Long txid = fields.parsed(node, pointer, "txid", ChangeBatchReader::unsigned, "a number in decimal digits");
        String lsn = fields.text(node, pointer, "commitLsn", 100);
        Instant commitTs = fields.parsed(
                node, pointer, "commitTs", text -> OffsetDateTime.parse(text).toInstant(), "an RFC 3339 time");
        TagSource stated = node.has("tagSource") ? tagSource(node, pointer) : null;
        List<BoundTrace> traces = new ArrayList<>();
        TagSource source = traces(fields.array(node, pointer, "traces"), pointer + "/traces", traces);
        List<TableCount> tables = tables(fields.array(node, pointer, "tables"), pointer + "/tables");
        if (ordinal == null || txid == null || lsn == null || commitTs == null) {
            return null;
        }
        return new Transaction(
                ordinal, txid, lsn, commitTs, traces, traces.isEmpty() && stated != null ? stated : source, tables);
    }

    private static Long unsigned(String text) {
        return ChangeOrdinal.parse(text).value();
    }

    private @Nullable TagSource tagSource(JsonNode node, String pointer) {
        return fields.parsed(node, pointer, "tagSource", TagSource::parse, "a tag source");
    }

    /** Adds the traces of a transaction; returns what supplied the first one, or why there is none. */
    private TagSource traces(JsonNode array, String pointer, List<BoundTrace> traces) {
        TagSource without = TagSource.NONE;
        for (int i = 0; i < array.size(); i++) {
            String at = pointer + "/" + i;
            JsonNode node = array.get(i);
            fields.onlyKnown(node, at, TRACE_MEMBERS);
            TagSource source = tagSource(node, at);
            if (source != null && WITHOUT_TRACE.contains(source) && !node.hasNonNull("traceId")) {
                without = source;
                continue;
            }
            TraceId trace = fields.parsed(node, at, "traceId", TraceId::new, "32 lower-case hex digits, not all zero");
            SpanId span = node.hasNonNull("spanId")
                    ? fields.parsed(node, at, "spanId", SpanId::new, "16 lower-case hex digits, not all zero")
                    : null;
            Origin origin = node.path("origin").isTextual()
                    ? Origin.parse(node.path("origin").textValue())
                    : Origin.UNSTATED;
            if (source != null && trace != null) {
                traces.add(new BoundTrace(trace, span, source, origin));
            }
        }
        return traces.isEmpty() ? without : traces.get(0).tagSource();
    }

    private List<TableCount> tables(JsonNode array, String pointer) {
        if (array.isEmpty()) {
            fields.error(pointer, "must name at least one table");
        }
        TreeSet<TableCount> tables = new TreeSet<>();
        for (int i = 0; i < array.size(); i++) {
            String at = pointer + "/" + i;
            JsonNode node = array.get(i);
            fields.onlyKnown(node, at, TABLE_MEMBERS);
            JsonNode dataset = fields.object(node, at, "dataset");
            String namespace = fields.text(dataset, at + "/dataset", "namespace", MAX_NAME);
            String name = fields.text(dataset, at + "/dataset", "name", MAX_NAME);
            String manifestRoot = fields.optionalText(node, at, "manifestRoot", 200);
            int rows = fields.count(node, at, "rows");
            Operations ops = operations(fields.object(node, at, "ops"), at + "/ops");
            if (ops.sum() != rows) {
                fields.error(at + "/rows", "must be the sum of the operations");
            }
            if (namespace != null
                    && name != null
                    && !tables.add(new TableCount(namespace, name, rows, ops, manifestRoot))) {
                fields.error(at + "/dataset", "is named twice in this transaction");
            }
        }
        return List.copyOf(tables);
    }

    private Operations operations(JsonNode ops, String pointer) {
        fields.onlyKnown(ops, pointer, Set.of("c", "u", "d", "r", "t"));
        return new Operations(
                fields.count(ops, pointer, "c"),
                fields.count(ops, pointer, "u"),
                fields.count(ops, pointer, "d"),
                fields.count(ops, pointer, "r"),
                fields.count(ops, pointer, "t"));
    }
}
