package io.rowtrail.service.coverage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that name the requests behind them, of all.
 *
 * @param exclusions rows that are not counted, by why
 * @param offenders where rows were lost
 */
record Measured(long numerator, long denominator, Map<String, String> exclusions, List<Offender> offenders) {
    /**
     * What rows were lost at.
     *
     * @param kind {@code operator} that tags did not pass, {@code bound} of a set, {@code unknown} without an operator told,
     *     {@code noTagColumn} of the target, {@code tagSource} of a captured row
     * @param name of the operator or the tag source
     * @param rows lost there; null where they cannot be told from those of other operators
     * @param run that wrote them
     * @param evidence entries that tell of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Offender(
            String dataset,
            String kind,
            @Nullable String name,
            @Nullable String rows,
            @Nullable String run,
            List<String> evidence) {}

    Measured {
        exclusions = Map.copyOf(exclusions);
        offenders = List.copyOf(offenders);
    }

    /** The share, 1 when there are no rows. */
    double value() {
        return denominator == 0 ? 1 : (double) numerator / denominator;
    }

    /** Both together; of exclusions, those of this. */
    Measured and(Measured other) {
        List<Offender> all = new ArrayList<>(offenders);
        all.addAll(other.offenders);
        return new Measured(numerator + other.numerator, denominator + other.denominator, exclusions, all);
    }
}
