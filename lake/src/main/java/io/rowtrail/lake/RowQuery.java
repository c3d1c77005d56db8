package io.rowtrail.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A bounded read of one table.
 *
 * @param snapshot the snapshot to read; empty for the current one
 * @param columns the columns wanted, in this order; empty for all but {@code _rt_tags}
 * @param filters all must hold; none: every row
 * @param limit the most rows to return, at least 1
 */
public record RowQuery(
        LakeName table, OptionalLong snapshot, List<String> columns, List<RowFilter> filters, int limit) {
    /** The most rows one query may return. */
    public static final int MAX_LIMIT = 100_000;

    public RowQuery {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("a limit is 1 to " + MAX_LIMIT + ": " + limit);
        }
    }

    /** The first {@code limit} rows of the current snapshot. */
    public static RowQuery of(LakeName table, int limit) {
        return new RowQuery(table, OptionalLong.empty(), List.of(), List.of(), limit);
    }

    /** This query, with one condition more. */
    public RowQuery where(RowFilter filter) {
        List<RowFilter> more = new ArrayList<>(filters);
        more.add(filter);
        return new RowQuery(table, snapshot, columns, more, limit);
    }

    /** This query at a pinned snapshot. */
    public RowQuery at(long pinned) {
        return new RowQuery(table, OptionalLong.of(pinned), columns, filters, limit);
    }

    /** This query for these columns. */
    public RowQuery select(List<String> wanted) {
        return new RowQuery(table, snapshot, wanted, filters, limit);
    }
}
