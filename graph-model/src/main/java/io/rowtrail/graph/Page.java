package io.rowtrail.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next cursor of the next part, opaque; null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {
    private static final int AT_ONCE = 1_000;

    public Page {
        items = List.copyOf(items);
    }

    /** Reads rows of a list. */
    @FunctionalInterface
    public interface Rows<R> {
        /** At most so many rows after the one with this cursor, null for the first, in the list's order. */
        List<R> after(@Nullable String cursor, int limit);
    }

    /**
     * Cuts a page out of a list some of whose rows are not shown. Rows are read until the page is full, so that neither its
     * length nor its cursor tells of a row left out.
     *
     * @param cursor where a row stands in the list
     * @param shown what is shown of a row; empty when nothing is
     */
    public static <R, T> Page<T> cut(
            PageRequest request, Rows<R> rows, Function<R, String> cursor, Function<R, Optional<T>> shown) {
        List<T> items = new ArrayList<>();
        String from = request.after();
        String last = null;
        int most = request.limit() + 1;
        while (true) {
            List<R> read = rows.after(from, most);
            for (R row : read) {
                Optional<T> item = shown.apply(row);
                if (item.isPresent() && items.size() == request.limit()) {
                    return new Page<>(items, last);
                }
                from = cursor.apply(row);
                if (item.isPresent()) {
                    items.add(item.get());
                    last = from;
                }
            }
            if (read.size() < most) {
                return new Page<>(items, null);
            }
            // where much is left out, not so many questions for it
            most = Math.max(most, Math.min(2 * most, AT_ONCE));
        }
    }
}
