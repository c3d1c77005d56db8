package io.rowtrail.graph.facts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Unites two mentions of one dataset within one event. */
final class Mentions {

    private Mentions() {}

    static DatasetMention united(DatasetMention a, DatasetMention b) {
        return new DatasetMention(
                a.id(),
                first(a.schema(), b.schema()),
                first(a.version(), b.version()),
                first(a.columns(), b.columns()),
                both(a.lineage(), b.lineage()),
                first(a.lifecycle(), b.lifecycle()),
                both(a.symlinks(), b.symlinks()),
                first(a.statistics(), b.statistics()),
                first(a.tags(), b.tags()),
                first(a.snapshot(), b.snapshot()),
                first(a.subset(), b.subset()),
                both(a.deletedFacets(), b.deletedFacets()));
    }

    private static <T> @Nullable T first(@Nullable T a, @Nullable T b) {
        return a != null ? a : b;
    }

    private static <T> List<T> both(List<T> a, List<T> b) {
        List<T> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }
}
