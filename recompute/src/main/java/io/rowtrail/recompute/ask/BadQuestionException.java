package io.rowtrail.recompute.ask;

import java.io.Serial;

/** The asker's mistake: the message says what, {@link #pointer()} where. */
public final class BadQuestionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String pointer;

    public BadQuestionException(String pointer, String what) {
        super(what);
        this.pointer = pointer;
    }

    /** A JSON pointer into the question. */
    public String pointer() {
        return pointer;
    }
}
