package io.rowtrail.graph.facts;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one column goes into another.
 *
 * @param type {@code DIRECT}, {@code INDIRECT} or another word of the producer; empty when untold
 * @param subtype for example {@code IDENTITY}, {@code AGGREGATION}, {@code FILTER}; empty when untold
 * @param description the producer's words, often the expression; empty when untold
 * @param masking whether the value is masked on the way; null when untold
 */
public record Transformation(
        String type,
        String subtype,
        String description,
        @Nullable Boolean masking) implements Comparable<Transformation> {

    /** A dependency of which nothing more is said. */
    public static final Transformation UNTOLD = new Transformation("", "", "", null);

    private static final Comparator<Transformation> ORDER = Comparator.comparing(Transformation::type)
            .thenComparing(Transformation::subtype)
            .thenComparing(Transformation::description)
            .thenComparing(Transformation::masking, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(Transformation other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Transformation that
                        && type.equals(that.type)
                        && subtype.equals(that.subtype)
                        && description.equals(that.description)
                        && Objects.equals(masking, that.masking));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * type.hashCode() + subtype.hashCode()) + description.hashCode())
                + Objects.hashCode(masking);
    }
}
