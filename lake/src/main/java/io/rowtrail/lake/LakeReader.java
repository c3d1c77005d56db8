package io.rowtrail.lake;

import io.rowtrail.trace.ChangeOrdinal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Bounded, blocking reads of the lake, safe for use by many threads; call from a worker thread. Every call sees the
 * catalogue as it is then; between calls only indexes over data files are kept, which never change.
 */
public interface LakeReader {
    /** The tables of all namespaces, by name. */
    List<LakeName> tables();

    /** A table as it is now; empty when there is none. */
    Optional<LakeTable> table(LakeName name);

    /**
     * The snapshots of a table that are not expired, oldest first.
     *
     * @throws LakeException if there is no such table
     */
    List<LakeSnapshot> snapshots(LakeName name);

    /**
     * Rows of a table, in no promised order. Of a large table one filter by key, transaction or tag reads the
     * rows that match, once an index over its files is made: by the first such question, which reads those columns of all of them.
     * Else files are skipped by Iceberg's column bounds for every filter but {@link RowFilter.TaggedWithAny}, which reads the tags
     * of every row that the other filters leave.
     *
     * @throws LakeException if there is no such table or snapshot, or a file cannot be read
     * @throws IllegalArgumentException if a filter or selection names a column the table does not have, or a key value
     *     is no text of its column's type
     */
    LakeRows rows(RowQuery query);

    /** Shows every row that the query asks for, whatever its limit, to {@code sink}; the same errors, and those of the sink. */
    void each(RowQuery query, Consumer<LakeRow> sink);

    /** How many rows {@link #rows} would find without its limit; the same errors. */
    long count(RowQuery query);

    /** How many rows of a tagged table carry any of the transactions; the same errors. */
    TaggedCount countTagged(LakeName table, Set<ChangeOrdinal> ordinals);

    /**
     * Rows by their tags.
     *
     * @param rows that carry one of the transactions, or may
     * @param possible those of {@code rows} whose tags only say between which transactions they lie, so that they may
     */
    record TaggedCount(long rows, long possible) {}
}
