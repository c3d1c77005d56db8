package io.rowtrail.tags;

/** How far a tag set may be trusted; the order is from best to worst, and a union is as good as its worse part. */
public enum Exactness {
    /** The set is the whole answer. */
    EXACT(0),
    /** The bound was reached: every listed member is true, some are missing. */
    TRUNCATED(1),
    /** Every listed member is true; the others lie in the set's {@link Hull}, which may cover more than them. */
    SUPERSET(3),
    /** An operator that tags cannot pass lies between: nothing is promised. */
    UNKNOWN(2);

    private final int code;

    Exactness(int code) {
        this.code = code;
    }

    /** The two bits in a tag set's header. */
    int code() {
        return code;
    }

    static Exactness ofCode(int code) {
        return switch (code) {
            case 0 -> EXACT;
            case 1 -> TRUNCATED;
            case 2 -> UNKNOWN;
            case 3 -> SUPERSET;
            default -> throw new IllegalArgumentException("a tag set of no known exactness: " + code);
        };
    }

    /** The worse of the two. */
    public Exactness and(Exactness other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
