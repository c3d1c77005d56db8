package io.rowtrail.trace;

import java.util.List;

/** The columns that Rowtrail adds to tables in the lake. */
public final class RowtrailColumns {
    /** STRING: the operation, one of {@code c u d r t}. */
    public static final String OP = "_rt_op";
    /** BIGINT: the {@link ChangeOrdinal} of the row's transaction. */
    public static final String TX = "_rt_tx";
    /** INT: the order inside the transaction, from 0. */
    public static final String SEQ = "_rt_seq";
    /** STRING: the first trace bound to the transaction; null when none. */
    public static final String TRACE_ID = "_rt_trace_id";
    /** STRING: {@link TagSource#wire()}. */
    public static final String TAG_SOURCE = "_rt_tag_source";
    /** TIMESTAMP WITH ZONE: when the transaction committed. */
    public static final String COMMIT_TS = "_rt_commit_ts";
    /** BINARY: the tag set of an output row. */
    public static final String TAGS = "_rt_tags";

    /** The columns of a change table, in their order after the source's own. */
    public static final List<String> OF_CHANGE_TABLES = List.of(OP, TX, SEQ, TRACE_ID, TAG_SOURCE, COMMIT_TS);

    private RowtrailColumns() {}
}
