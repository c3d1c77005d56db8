package io.rowtrail.graph;

/** Whether an edge took effect. */
public enum Effect {
    /** Some run that reported it has completed, or runs continuously, or a job or dataset event states it. */
    EFFECTIVE,
    /** Only runs that failed, were aborted or have not ended reported it. Never part of an impact. */
    ATTEMPTED;

    /** Returns the word used in JSON. */
    public String wire() {
        return this == EFFECTIVE ? "effective" : "attempted";
    }
}
