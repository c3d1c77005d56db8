package io.rowtrail.capture.transaction;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceEvent;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers one transaction from its begin to its end. A message in mid-transaction binds the rows before it as well: the
 * trace is the transaction's. For one thread.
 */
public final class TransactionAssembler {
    private long open = -1;
    private long events;
    private long commitMicros;
    private boolean invalid;
    private List<ChangeRow> rows = new ArrayList<>();
    private final Map<BoundTrace, BoundTrace> traces = new LinkedHashMap<>();

    private long invalidBindings;
    private long looseMessages;
    private long untoldValues;

    /** Whether a transaction has begun and not ended. */
    public boolean isOpen() {
        return open >= 0;
    }

    /** Messages of ours that were no traceparent. */
    public long invalidBindings() {
        return invalidBindings;
    }

    /** Messages of ours outside transactions: they bind nothing. */
    public long looseMessages() {
        return looseMessages;
    }

    /** Column values that the source did not tell. */
    public long untoldValues() {
        return untoldValues;
    }

    /**
     * A transaction begins. One that was open is forgotten: the connection to the source broke, and the source begins
     * again behind the last transaction whose end was passed, so the open one comes again whole.
     */
    public void begin(SourceEvent.Begin begin) {
        clear();
        open = begin.txid();
    }

    private void clear() {
        open = -1;
        events = 0;
        invalid = false;
        traces.clear();
        rows = new ArrayList<>();
    }

    public void change(SourceEvent.Change change) {
        belongs(change.txid());
        rows.add(change.row());
        commitMicros = change.commitMicros();
        untoldValues += change.untold();
        events++;
    }

    public void message(SourceEvent.Message message) {
        if (message.txid() == 0 || !isOpen()) {
            looseMessages++;
            return;
        }
        belongs(message.txid());
        events++;
        if (!message.prefix().equals(TraceBinding.MESSAGE_PREFIX)) {
            return;
        }
        if (TraceBinding.parse(message.content()) instanceof TraceBinding.Parsed.Valid valid) {
            TraceBinding binding = valid.binding();
            BoundTrace trace = new BoundTrace(
                    binding.traceparent().traceId(),
                    binding.traceparent().parentId(),
                    valid.source(),
                    binding.origin());
            traces.putIfAbsent(trace, trace);
        } else {
            invalid = true;
            invalidBindings++;
        }
    }

    private void belongs(long txid) {
        if (txid != open) {
            throw new CaptureException("an event of transaction " + txid + " came within transaction " + open);
        }
    }

    /**
     * Closes the transaction.
     *
     * @throws CaptureException if the source counts other events than came
     */
    public SourceTransaction end(SourceEvent.End end) {
        belongs(end.txid());
        if (end.events() != events) {
            throw new CaptureException("transaction " + end.txid() + " has " + end.events()
                    + " events at the source and " + events + " came");
        }
        TagSource why = invalid ? TagSource.INVALID : TagSource.NONE;
        Binding binding = new Binding(List.copyOf(traces.values()), traces.isEmpty() ? why : TagSource.MESSAGE);
        SourceTransaction transaction = new SourceTransaction(end.txid(), end.commitLsn(), commitMicros, binding, rows);
        clear();
        return transaction;
    }
}
