package io.rowtrail.lake.files;

/** There is such a table, and it uses what is not read here; the message says what, and what to do. */
public final class UnreadableTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableTableException(String message) {
        super(message);
    }
}
