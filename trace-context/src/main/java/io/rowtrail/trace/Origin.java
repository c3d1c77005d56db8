package io.rowtrail.trace;

/** Who vouches for a trace id: a traceparent taken over from outside is only the caller's claim. */
public enum Origin {
    /** The caller sent it. */
    ASSERTED,
    /** The traced application made it. */
    ORIGINATED,
    /** The message does not say. */
    UNSTATED;

    private static final String ASSERTED_WIRE = "asserted";
    private static final String ORIGINATED_WIRE = "originated";
    private static final String UNSTATED_WIRE = "unstated";
    private static final String ASSERTED_BRIEF = "a";
    private static final String ORIGINATED_BRIEF = "o";

    /** The word on the wire. */
    public String wire() {
        return switch (this) {
            case ASSERTED -> ASSERTED_WIRE;
            case ORIGINATED -> ORIGINATED_WIRE;
            case UNSTATED -> UNSTATED_WIRE;
        };
    }

    /** The origin that {@code word} names; an unknown word says nothing and is {@link #UNSTATED}. */
    public static Origin parse(String word) {
        return switch (word) {
            case ASSERTED_WIRE -> ASSERTED;
            case ORIGINATED_WIRE -> ORIGINATED;
            default -> UNSTATED;
        };
    }

    /** The letter in the short form of a message; empty for {@link #UNSTATED}. */
    String brief() {
        return switch (this) {
            case ASSERTED -> ASSERTED_BRIEF;
            case ORIGINATED -> ORIGINATED_BRIEF;
            case UNSTATED -> "";
        };
    }

    /** The origin that {@link #brief} names; {@link #UNSTATED} for any other text. */
    static Origin parseBrief(String letter) {
        return switch (letter) {
            case ASSERTED_BRIEF -> ASSERTED;
            case ORIGINATED_BRIEF -> ORIGINATED;
            default -> UNSTATED;
        };
    }
}
