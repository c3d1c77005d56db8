package io.rowtrail.graph.facts;

/** The transition a run event reports. */
public enum RunEventType {
    START,
    RUNNING,
    COMPLETE,
    ABORT,
    FAIL,
    OTHER;

    /** Says whether a run has ended with this. */
    public boolean terminal() {
        return this == COMPLETE || this == ABORT || this == FAIL;
    }
}
