package io.rowtrail.capture.source;

/** Takes what the source tells, on one thread; what it throws ends the capture. */
public interface EventHandler {
    void take(SourceEvent event, Acknowledger acknowledger);

    /** The events so far were all there are at the moment; a good time to commit. */
    void batchTaken(Acknowledger acknowledger);

    /** Moves the place that a restart begins at. */
    interface Acknowledger {
        /** Returns when a restart begins behind {@code place}, durably, or when that failed harmlessly. */
        void passed(Place place);
    }
}
