package io.rowtrail.service.lineage;

import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.service.http.Params;
import jakarta.ws.rs.QueryParam;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of a list that is read a page at a time: ours by cursor, Marquez's by offset. */
public final class PageParams {
    @Parameter(description = "Most items of one page, to 1000")
    @QueryParam("limit")
    @Nullable
    String limit;

    @Parameter(description = "How many items to pass over, to 10000; wins over a cursor")
    @QueryParam("offset")
    @Nullable
    String offset;

    @Parameter(description = "The next of the page before")
    @QueryParam("cursor")
    @Nullable
    String cursor;

    /** The page asked for. */
    <T> Page<T> of(Function<PageRequest, Page<T>> pages) {
        int most = Params.integer("limit", limit, 100, 1, Offsets.AT_ONCE);
        int skip = Params.integer("offset", offset, 0, 0, Offsets.MOST);
        return Offsets.page(most, skip, cursor, pages);
    }

    /**
     * The page asked for, with a cursor that says how many items came before it and nothing else: a place in the list may
     * name what the asker may not know of. It reads those before it again, and ends at the greatest offset.
     */
    <T> Page<T> counted(Function<PageRequest, Page<T>> pages) {
        int most = Params.integer("limit", limit, 100, 1, Offsets.AT_ONCE);
        int given = Params.integer("offset", offset, 0, 0, Offsets.MOST);
        int skip = given > 0 ? given : Math.min(Cursors.read(cursor), Offsets.MOST);
        Page<T> page = Offsets.page(most, skip, null, pages);
        int next = skip + page.items().size();
        return new Page<>(page.items(), page.next() == null || next > Offsets.MOST ? null : Cursors.after(next));
    }
}
