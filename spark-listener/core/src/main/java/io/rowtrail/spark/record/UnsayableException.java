package io.rowtrail.spark.record;

import java.io.Serial;

/** Something in a plan has no words in SQL; the message says what, for a reader. */
final class UnsayableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UnsayableException(String what) {
        super(what);
    }
}
