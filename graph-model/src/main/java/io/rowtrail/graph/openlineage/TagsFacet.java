package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.DatasetMention.RowTags;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our facet {@code rowtrail_tags}. */
final class TagsFacet implements Facet {

    private final JsonCursor at;
    private final Consumer<RowTags> told;
    private @Nullable Long rows;
    private @Nullable Long tagged;
    private @Nullable Long exact;
    private @Nullable Long truncated;
    private @Nullable Long unknown;
    private @Nullable Long min;
    private @Nullable Long max;
    private @Nullable String guarantee;

    TagsFacet(JsonCursor at, Consumer<RowTags> told) {
        this.at = at;
        this.told = told;
    }

    @Override
    public void member(String name) {
        switch (name) {
            case "rows" -> rows = at.looseIntegerOrNull();
            case "tagged" -> tagged = at.looseIntegerOrNull();
            case "exact" -> exact = at.looseIntegerOrNull();
            case "truncated" -> truncated = at.looseIntegerOrNull();
            case "unknown" -> unknown = at.isContainer() ? sum() : at.looseIntegerOrNull();
            case "ordinals" -> at.members(this::ordinal);
            case "guarantee" -> guarantee = at.textOrNull();
            default -> at.skip();
        }
    }

    private void ordinal(String name) {
        switch (name) {
            case "min" -> min = at.looseIntegerOrNull();
            case "max" -> max = at.looseIntegerOrNull();
            default -> at.skip();
        }
    }

    /** Adds up the unknown rows of each operator. */
    private Long sum() {
        long[] sum = {0};
        at.members(operator -> {
            Long count = at.looseIntegerOrNull();
            sum[0] += count == null ? 0 : count;
        });
        return sum[0];
    }

    @Override
    public void end() {
        told.accept(new RowTags(rows, tagged, exact, truncated, unknown, min, max, guarantee));
    }
}
