package io.rowtrail.jdbc;

import java.util.concurrent.atomic.LongAdder;

/** The live counters behind {@link TraceCounters}. */
final class Tally {
    final LongAdder bound = new LongAdder();
    final LongAdder untraced = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder unbindable = new LongAdder();

    TraceCounters read() {
        return new TraceCounters(bound.sum(), untraced.sum(), failed.sum(), unbindable.sum());
    }
}
