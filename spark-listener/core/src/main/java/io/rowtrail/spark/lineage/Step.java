package io.rowtrail.spark.lineage;

/**
 * How a value got from one column to another, in OpenLineage's words.
 *
 * @param masking whether the value cannot be read from the result
 */
public record Step(Subtype subtype, boolean masking) implements Comparable<Step> {
    static final Step IDENTITY = new Step(Subtype.IDENTITY, false);
    static final Step TRANSFORMATION = new Step(Subtype.TRANSFORMATION, false);

    /** The subtypes, the direct ones from weak to strong and then the indirect ones. */
    public enum Subtype {
        IDENTITY,
        TRANSFORMATION,
        AGGREGATION,
        JOIN,
        GROUP_BY,
        FILTER,
        SORT,
        WINDOW,
        CONDITIONAL;

        /** Whether the value itself flowed. */
        public boolean isDirect() {
            return compareTo(AGGREGATION) <= 0;
        }
    }

    static Step of(Subtype subtype) {
        return new Step(subtype, false);
    }

    /** This step and then {@code next}: what was only context stays context. */
    Step then(Step next) {
        boolean mask = masking || next.masking;
        if (!subtype.isDirect()) {
            return new Step(subtype, mask);
        }
        if (!next.subtype.isDirect()) {
            return new Step(next.subtype, mask);
        }
        return new Step(subtype.compareTo(next.subtype) >= 0 ? subtype : next.subtype, mask);
    }

    @Override
    public int compareTo(Step other) {
        int bySubtype = subtype.compareTo(other.subtype);
        return bySubtype != 0 ? bySubtype : Boolean.compare(masking, other.masking);
    }
}
