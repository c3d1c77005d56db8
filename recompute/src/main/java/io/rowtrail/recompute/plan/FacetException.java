package io.rowtrail.recompute.plan;

import java.io.Serial;

/** A recorded plan cannot be run again; the message says why, for a reader, without row values. */
public final class FacetException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    FacetException(String why) {
        super(why);
    }

    FacetException(String why, Throwable cause) {
        super(why, cause);
    }
}
