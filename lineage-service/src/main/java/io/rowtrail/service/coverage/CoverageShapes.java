package io.rowtrail.service.coverage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Coverage as it is answered. */
final class CoverageShapes {
    private CoverageShapes() {}

    /**
     * The answer.
     *
     * @param items in order of what they are of
     * @param exclusions outputs that nobody told the coverage of
     * @param hidden inputs and outputs of the jobs looked at that the caller may not know of
     */
    record Coverage(String by, List<Item> items, List<Untold> exclusions, List<String> caveats, int hidden) {}

    /** An output whose rows are not measured: its run told no counts or no tags. */
    record Untold(String dataset, String job, String run) {}

    /**
     * One thing measured.
     *
     * @param flow name of the report
     * @param rowsByTagSource of a captured table: rows by what supplied their trace
     * @param from of a hop: what it reads
     * @param loses of a hop: whether it has a smaller share than the least of what it reads
     * @param hops of a flow: from the report up
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            @Nullable String dataset,
            @Nullable String job,
            @Nullable String flow,
            double value,
            String numerator,
            String denominator,
            Map<String, String> exclusions,
            List<Measured.Offender> offenders,
            @Nullable Map<String, String> rowsByTagSource,
            @Nullable List<Share> from,
            @Nullable Boolean loses,
            @Nullable List<Hop> hops) {

        /** With what is of one kind of item only. */
        static Item of(What what, Measured measured, Own own) {
            return new Item(
                    what.dataset(),
                    what.job(),
                    what.flow(),
                    measured.value(),
                    Long.toString(measured.numerator()),
                    Long.toString(measured.denominator()),
                    measured.exclusions(),
                    measured.offenders(),
                    own.rowsByTagSource(),
                    own.from(),
                    own.loses(),
                    own.hops());
        }
    }

    /** What an item is of. */
    record What(
            @Nullable String dataset,
            @Nullable String job,
            @Nullable String flow) {}

    /** What only some items have. */
    record Own(
            @Nullable Map<String, String> rowsByTagSource,
            @Nullable List<Share> from,
            @Nullable Boolean loses,
            @Nullable List<Hop> hops) {
        static final Own NOTHING = new Own(null, null, null, null);
    }

    /** The share of a dataset; null where nobody told. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Share(String dataset, @Nullable Double value) {}

    /** A hop of a flow; one without a job is what was captured. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Hop(@Nullable String job, String dataset, double value, boolean loses) {}
}
