package io.rowtrail.service.trace;

import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.Problem;
import io.rowtrail.trace.TraceId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The transactions of requests that are to be thought away. */
@ApplicationScoped
class WithoutTraces {
    private static final int MOST_TRANSACTIONS = 100_000;

    private final ChangeLookup changes;

    @Inject
    WithoutTraces(ChangeLookup changes) {
        this.changes = changes;
    }

    /**
     * Transactions that wrote something.
     *
     * @param hidden how many are left out, since the caller may not know of them
     */
    record Found(List<Long> ordinals, int hidden) {}

    /** @throws io.rowtrail.service.http.ProblemException 404 naming a trace that no transaction is known of */
    Found of(List<TraceId> traces) {
        List<Long> ordinals = new ArrayList<>();
        int hidden = 0;
        for (TraceId trace : traces) {
            ChangeLookup.Traced traced = changes.transactions(trace, MOST_TRANSACTIONS);
            if (traced.transactions().isEmpty()) {
                throw Problem.notFound("no transaction is known of trace " + trace.hex())
                        .exception();
            }
            hidden += traced.hidden();
            traced.transactions().stream()
                    .filter(transaction -> transaction.tables().stream().anyMatch(table -> table.rows() > 0))
                    .forEach(transaction -> ordinals.add(transaction.ordinal().value()));
        }
        return new Found(ordinals.stream().distinct().sorted().toList(), hidden);
    }
}
