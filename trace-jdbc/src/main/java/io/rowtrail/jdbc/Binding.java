package io.rowtrail.jdbc;

import java.time.Clock;

/** What the sessions of one data source share. */
record Binding(TraceSource traces, Binder binder, WritingFunctions functions, Tally tally) {
    static Binding of(TraceSource traces, Clock clock) {
        Tally tally = new Tally();
        return new Binding(traces, new Binder(clock, tally), new WritingFunctions(clock), tally);
    }
}
