package io.rowtrail.service.lineage;

import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.service.http.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two ways to page through a list: ours by cursor, Marquez's by offset. */
final class Offsets {
    /** Offsets beyond this are refused: a cursor goes on from anywhere at the cost of one page. */
    static final int MOST = 10_000;

    static final int AT_ONCE = 1_000;

    private Offsets() {}

    /** A page of so many items after those passed over; an offset wins over a cursor. */
    static <T> Page<T> page(int most, int offset, @Nullable String cursor, Function<PageRequest, Page<T>> pages) {
        int skip = offset;
        String after = skip > 0 || cursor == null || cursor.isEmpty() ? null : cursor;
        while (skip > 0) {
            Page<T> passed = pages.apply(new PageRequest(Math.min(skip, AT_ONCE), after));
            skip -= passed.items().size();
            after = passed.next();
            if (after == null) {
                return new Page<>(List.of(), null);
            }
        }
        return pages.apply(new PageRequest(most, after));
    }

    /** A part of a list that is held whole. */
    static <T> List<T> part(List<T> all, @Nullable String limit, @Nullable String offset) {
        int from = Math.min(all.size(), Params.integer("offset", offset, 0, 0, Integer.MAX_VALUE));
        int most = Params.integer("limit", limit, AT_ONCE, 1, AT_ONCE);
        return new ArrayList<>(all.subList(from, Math.min(all.size(), from + most)));
    }
}
