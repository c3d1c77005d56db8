package io.rowtrail.jdbc;

/** What the sessions of one data source share. */
record Binding(TraceSource traces, Binder binder, WritingFunctions functions, Tally tally) {}
