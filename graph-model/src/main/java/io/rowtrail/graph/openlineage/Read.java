package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventFacts;

/** What came of reading a received event. */
public sealed interface Read {

    /** The event is good; this is its structure. */
    record Facts(EventFacts facts) implements Read {}

    /**
     * The event is refused as a whole.
     *
     * @param pointer JSON pointer to what is wrong; empty for the document itself
     * @param reason why, in words that hold nothing of the event's values
     */
    record Rejected(String pointer, String reason) implements Read {}
}
