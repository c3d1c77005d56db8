package io.rowtrail.graph;

/** The shown state of a run, in the order that breaks ties of time: the later constant wins. */
public enum RunState {
    RUNNING,
    COMPLETE,
    ABORT,
    FAIL
}
