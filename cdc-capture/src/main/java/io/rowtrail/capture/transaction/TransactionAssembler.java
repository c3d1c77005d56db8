package io.rowtrail.capture.transaction;

import io.rowtrail.capture.source.SourceEvent;
import io.rowtrail.capture.source.TraceClaim;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.trace.TraceBinding;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one transaction from its begin to its end. A message in mid-transaction binds the rows before it as well: the
 * trace is the transaction's. For one thread.
 */
public final class TransactionAssembler {
    private final SpillPlace place;
    private long open = -1;
    private long events;
    private long commitMicros;
    private TransactionRows rows;
    private final TransactionTraces traces = new TransactionTraces();

    private long invalidBindings;
    private long looseMessages;
    private long untoldValues;

    /** @param place where the rows of a large transaction wait for its end */
    public TransactionAssembler(SpillPlace place) {
        this.place = place;
        this.rows = new TransactionRows(place);
    }

    /** Whether a transaction has begun and not ended. */
    public boolean isOpen() {
        return open >= 0;
    }

    /** Messages and rows that named something which is no trace. */
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
        rows.close();
        clear();
        open = begin.txid();
    }

    private void clear() {
        open = -1;
        events = 0;
        traces.clear();
        rows = new TransactionRows(place);
    }

    public void change(SourceEvent.Change change) {
        belongs(change.txid());
        rows.add(change.row());
        commitMicros = change.commitMicros();
        untoldValues += change.untold();
        claim(change.claim());
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
        if (!traces.message(message.content())) {
            invalidBindings++;
        }
    }

    /** A row of the trace table changed: it is no row of the lake. */
    public void traced(SourceEvent.Traced traced) {
        belongs(traced.txid());
        events++;
        claim(traced.claim());
    }

    private void claim(@Nullable TraceClaim claim) {
        if (claim != null && !traces.claim(claim)) {
            invalidBindings++;
        }
    }

    private void belongs(long txid) {
        if (txid != open) {
            throw new CaptureException("an event of transaction " + txid + " came within transaction " + open);
        }
    }

    /**
     * Ends the transaction; its rows are the caller's to close.
     *
     * @throws CaptureException if the source counts other events than came
     */
    public SourceTransaction end(SourceEvent.End end) {
        belongs(end.txid());
        if (end.events() != events) {
            throw new CaptureException("transaction " + end.txid() + " has " + end.events()
                    + " events at the source and " + events + " came");
        }
        SourceTransaction transaction =
                new SourceTransaction(end.txid(), end.commitLsn(), commitMicros, traces.binding(), rows);
        clear();
        return transaction;
    }
}
