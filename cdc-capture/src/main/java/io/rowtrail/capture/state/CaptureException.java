package io.rowtrail.capture.state;

import org.jspecify.annotations.Nullable;

/** The capture cannot go on; the message says why and, where there is one, the mend. It holds no secrets, no values. */
public class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
