package io.rowtrail.capture.state;

/** Somebody the capture needs does not answer; nothing is wrong with its own state, and the same start may work later. */
public final class UnreachableException extends CaptureException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
