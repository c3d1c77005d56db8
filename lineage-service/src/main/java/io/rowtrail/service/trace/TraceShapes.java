package io.rowtrail.service.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.change.ChangeLookup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of answers about one trace. */
final class TraceShapes {
    private TraceShapes() {}

    /** The way of one request. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Trace(
            String traceId,
            List<Transaction> transactions,
            List<Changes> changes,
            List<Run> runs,
            List<Reached> reached,
            List<Hop> hops,
            List<String> missing,
            boolean ambiguousTrace,
            List<String> caveats,
            int hidden,
            List<String> evidence) {}

    /** A run asked for by its id. */
    record OneRun(
            Run run,
            List<String> inputs,
            List<String> outputs,
            List<String> caveats,
            int hidden,
            List<String> evidence) {}

    /** A source transaction. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Transaction(
            String ordinal,
            String source,
            String txid,
            String commitLsn,
            Instant commitTs,
            String tagSource,
            String origin,
            @Nullable String spanId,
            String evidence,
            List<TableRows> tables) {
        static Transaction of(ChangeLookup.TracedTransaction of) {
            return new Transaction(
                    of.ordinal().toString(),
                    of.source(),
                    Long.toString(of.txid()),
                    of.commitLsn(),
                    of.commitTs(),
                    of.tagSource().wire(),
                    of.origin().wire(),
                    of.spanId(),
                    of.entry(),
                    of.tables().stream()
                            .map(count -> new TableRows(
                                    new DatasetId(count.namespace(), count.name()).nodeId(), count.rows(), count.ops()))
                            .toList());
        }
    }

    /** Rows of a table in a transaction. */
    record TableRows(String dataset, int rows, Map<String, Integer> ops) {}

    /** Rows of a table over all transactions of the trace. */
    record Changes(String dataset, int rows, Map<String, Integer> ops) {}

    /** A run that carried the data on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Run(
            String run,
            String job,
            String state,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<String> evidence) {
        static Run of(RunView view) {
            return new Run(
                    view.id().uuid(),
                    view.job().nodeId(),
                    view.state().name(),
                    view.startedAt(),
                    view.endedAt(),
                    view.evidence().stream().map(Object::toString).toList());
        }
    }

    /**
     * An output whose rows carry the trace.
     *
     * @param possible how many of them only may: their tags say between which transactions they lie; absent: none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reached(
            String dataset,
            String rows,
            @Nullable String possible,
            @Nullable String run,
            @Nullable String datasetVersion) {}

    /** One stretch of the way, in causal order. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Hop(String hop, String node, @Nullable Instant at, String rows) {}

    /** Rows of a trace. */
    record Rows(String traceId, List<Row> rows, List<String> caveats) {}

    /**
     * A row that carries the trace.
     *
     * @param effect contributed; or possible: its tags only say between which transactions they lie
     * @param values its other columns, for callers who may read row values
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            String dataset,
            Map<String, @Nullable Object> key,
            @Nullable Map<String, @Nullable Object> values,
            @Nullable String op,
            String effect,
            List<String> transactions,
            @Nullable Tags tags) {}

    /** A row's tags in short. */
    record Tags(String count, String exactness, boolean closed) {}
}
