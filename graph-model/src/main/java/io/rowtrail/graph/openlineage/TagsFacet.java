package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.DatasetMention.Break;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import io.rowtrail.graph.facts.Texts;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our facet {@code rowtrail_tags}. */
final class TagsFacet implements Facet {

    /** More operators that tags did not pass are left to the payload: the least are kept, in any order the same. */
    private static final int MOST_BREAKS = 64;

    private static final int LONGEST_OPERATOR = 200;

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
    private final TreeSet<Break> breaks = new TreeSet<>();

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
            case "breaks" -> at.elements(this::oneBreak);
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
            note(operator, count);
        });
        return sum[0];
    }

    private void oneBreak() {
        @Nullable String[] operator = new String[1];
        @Nullable Long[] because = new Long[1];
        at.members(member -> {
            switch (member) {
                case "operator" -> operator[0] = at.textOrNull();
                case "rows" -> because[0] = at.looseIntegerOrNull();
                default -> at.skip();
            }
        });
        if (operator[0] != null) {
            note(operator[0], because[0]);
        }
    }

    private void note(String operator, @Nullable Long because) {
        breaks.add(new Break(Texts.cut(operator, LONGEST_OPERATOR), because));
        if (breaks.size() > MOST_BREAKS) {
            breaks.pollLast();
        }
    }

    @Override
    public void end() {
        told.accept(new RowTags(rows, tagged, exact, truncated, unknown, min, max, guarantee, List.copyOf(breaks)));
    }
}
