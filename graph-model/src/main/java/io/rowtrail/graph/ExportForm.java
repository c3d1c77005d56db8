package io.rowtrail.graph;

/** What an export tells. */
public enum ExportForm {
    /** A function of the set of facts: no transaction time, no indexes. */
    FACTS,
    /** A function of the log: with transaction time and the indexes that say so. */
    FULL
}
