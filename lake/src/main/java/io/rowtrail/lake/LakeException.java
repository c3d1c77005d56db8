package io.rowtrail.lake;

/** The lake could not be read or written; the message says what was tried and holds no credentials and no row values. */
public class LakeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LakeException(String message) {
        super(message);
    }

    public LakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
