package io.rowtrail.shop.replay;

/** The replay cannot go on, or did not do what it should have; the message says what to look at. */
public final class ReplayException extends RuntimeException {
    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
