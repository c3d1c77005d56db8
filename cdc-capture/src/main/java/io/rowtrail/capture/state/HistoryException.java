package io.rowtrail.capture.state;

/** What was captured and what somebody else holds contradict each other: another life would meet the same. */
public final class HistoryException extends CaptureException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(message);
    }
}
