package io.rowtrail.service.change;

import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code POST /api/v1/changes} says: captured source transactions in commit order.
 *
 * @param source the captured database
 * @param incarnation the part of its life all ordinals of the batch belong to
 * @param stream the capture's own numbering of its batches
 * @param first the first transaction's ordinal
 * @param last the last transaction's ordinal
 * @param transactions by rising ordinal, at least one
 */
public record ChangeBatch(
        String source,
        int incarnation,
        Stream stream,
        ChangeOrdinal first,
        ChangeOrdinal last,
        List<Transaction> transactions) {

    public ChangeBatch {
        transactions = List.copyOf(transactions);
    }

    /**
     * Where the batch stands among the capture's batches.
     *
     * @param id of the capture's stream
     * @param seq of this batch in it
     * @param prev hash of the batch before, null for the first
     */
    public record Stream(String id, String seq, @Nullable String prev) {}

    /**
     * A source transaction with captured rows.
     *
     * @param txid the source's transaction number
     * @param commitLsn position of its commit, as the source writes it
     * @param traces bound to it, first bound first; empty when it has none
     * @param tagSource what supplied the first trace, or why there is none
     * @param tables rows by table, sorted by dataset
     */
    public record Transaction(
            ChangeOrdinal ordinal,
            long txid,
            String commitLsn,
            Instant commitTs,
            List<BoundTrace> traces,
            TagSource tagSource,
            List<TableCount> tables) {
        public Transaction {
            traces = List.copyOf(traces);
            tables = List.copyOf(tables);
        }
    }

    /** A trace bound to a transaction. */
    public record BoundTrace(TraceId traceId, @Nullable SpanId spanId, TagSource tagSource, Origin origin) {}

    /**
     * Rows captured of one table.
     *
     * @param rows all of them; the five operations sum to it
     * @param manifestRoot Merkle root over them, where the capture made one
     */
    public record TableCount(
            String namespace,
            String name,
            int rows,
            Operations ops,
            @Nullable String manifestRoot) implements Comparable<TableCount> {
        @Override
        public int compareTo(TableCount other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    /** Rows by operation: created, updated, deleted, read by a snapshot, truncations. */
    public record Operations(int c, int u, int d, int r, int t) {
        int sum() {
            return c + u + d + r + t;
        }
    }
}
