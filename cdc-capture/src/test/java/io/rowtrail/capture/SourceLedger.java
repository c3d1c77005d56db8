package io.rowtrail.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a writer committed, kept outside the pipeline, in its commit order. */
final class SourceLedger {
    /** One change as the ledger and the lake both can say it: table, operation, key, and a number that changes. */
    record Change(String table, String op, long id, long v) {}

    /**
     * @param traceId the trace its rows must carry
     * @param tagSource why there is one or none
     */
    record Written(long txid, Optional<String> traceId, String tagSource, List<Change> changes) {}

    private final List<Written> transactions = new ArrayList<>();

    synchronized void committed(Written transaction) {
        transactions.add(transaction);
    }

    synchronized List<Written> transactions() {
        return List.copyOf(transactions);
    }
}
