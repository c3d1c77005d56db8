package io.rowtrail.capture.source;

/**
 * How the replication slot is, as the source sees it.
 *
 * @param active whether the capture is connected to it
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 * @param heldBytes how much of its log the source keeps for it
 * @param behindBytes how much of the log the capture has not made durable yet
 */
public record SlotHealth(boolean active, String walStatus, long heldBytes, long behindBytes) {
    /** Whether changes are missing, or will be unless somebody acts. */
    public boolean isInDanger() {
        return walStatus.equals("unreserved") || walStatus.equals("lost");
    }
}
