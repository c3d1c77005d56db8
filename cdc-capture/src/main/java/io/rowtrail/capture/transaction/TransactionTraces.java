package io.rowtrail.capture.transaction;

import io.rowtrail.capture.source.TraceClaim;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The traces that one transaction was given, by messages and by rows. */
final class TransactionTraces {
    private final List<BoundTrace> traces = new ArrayList<>();
    private boolean invalid;

    void clear() {
        traces.clear();
        invalid = false;
    }

    /** @return whether the message names a trace */
    boolean message(String content) {
        return traceparent(content, null);
    }

    /** @return whether the claim names a trace */
    boolean claim(TraceClaim claim) {
        if (claim.text().indexOf('-') == 2) {
            return traceparent(claim.text(), claim.source());
        }
        try {
            add(new BoundTrace(TraceId.parse(claim.text()), null, 0, claim.source(), Origin.UNSTATED));
            return true;
        } catch (IllegalArgumentException e) {
            invalid = true;
            return false;
        }
    }

    /** @param source null for what the message itself says */
    private boolean traceparent(String text, @Nullable TagSource source) {
        if (TraceBinding.parse(text) instanceof TraceBinding.Parsed.Valid valid) {
            TraceBinding binding = valid.binding();
            add(new BoundTrace(
                    binding.traceparent().traceId(),
                    binding.traceparent().parentId(),
                    binding.traceparent().flags(),
                    source == null ? valid.source() : source,
                    binding.origin()));
            return true;
        }
        invalid = true;
        return false;
    }

    private void add(BoundTrace trace) {
        for (int i = 0; i < traces.size(); i++) {
            BoundTrace known = traces.get(i);
            if (known.names(trace)) {
                if (known.tagSource().compareTo(trace.tagSource()) > 0) {
                    traces.set(i, trace);
                }
                return;
            }
        }
        traces.add(trace);
    }

    /** What the transaction is bound to: the most trusted first, and of those the first bound first. */
    Binding binding() {
        List<BoundTrace> sorted = new ArrayList<>(traces);
        sorted.sort(Comparator.comparing(BoundTrace::tagSource));
        TagSource none = invalid ? TagSource.INVALID : TagSource.NONE;
        return new Binding(sorted, sorted.isEmpty() ? none : sorted.get(0).tagSource());
    }
}
