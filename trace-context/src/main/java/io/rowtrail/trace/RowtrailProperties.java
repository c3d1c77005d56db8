package io.rowtrail.trace;

/** Names of the table properties and snapshot-summary entries by which capture, Spark and service agree. */
public final class RowtrailProperties {
    /** Table property of a change table: its key columns, comma-separated, in key order. */
    public static final String KEY = "rowtrail.key";
    /** Table property of a change table: the name of the captured source. */
    public static final String SOURCE = "rowtrail.source";
    /** Table property of a change table: the highest ordinal (decimal) up to which the table is complete. */
    public static final String COMPLETE_THROUGH = "rowtrail.complete.through";
    /** Table property of an output: {@code eager}, {@code lazy} or {@code off}, where neither session nor job says. */
    public static final String TAGS_MODE = "rowtrail.tags.mode";
    /** Snapshot summary of a change table: the highest ordinal (decimal) whose rows this table holds. */
    public static final String POSITION = "rowtrail.position";
    /** Snapshot summary of a tagged output: the run that wrote it, a UUID. */
    public static final String RUN = "rowtrail.run";
    /** Snapshot summary of a tagged output: the smallest ordinal that may have kept rows out. */
    public static final String ABSENCE_MIN = "rowtrail.absence.min";
    /** Snapshot summary of a tagged output: the greatest such ordinal. */
    public static final String ABSENCE_MAX = "rowtrail.absence.max";
    /** Snapshot summary of a tagged output: how many such ordinals there are; 0 when none. */
    public static final String ABSENCE_COUNT = "rowtrail.absence.count";

    /**
     * Snapshot summary of tagged writes: the columns whose value rows other than the row's own decided (aggregates, ranks),
     * comma-separated; {@code *}: any may be.
     */
    public static final String VOLATILE = "rowtrail.volatile";

    /**
     * Snapshot summary of a tagged row-level command: {@code true} when rows it left as they were might have been changed by
     * what is absent in its source; who reads them opens them.
     */
    public static final String OPEN = "rowtrail.open";

    /** Snapshot summary of a tagged write: {@code true} when it left no row that was there before, whatever it was. */
    public static final String WHOLE = "rowtrail.whole";

    private RowtrailProperties() {}
}
