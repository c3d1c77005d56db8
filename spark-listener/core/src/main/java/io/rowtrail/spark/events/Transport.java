package io.rowtrail.spark.events;

/** Hands one event to the service. */
interface Transport {
    /** What became of it. */
    enum Answer {
        ACCEPTED,
        /** The service will never take it. */
        REFUSED,
        /** Try again later. */
        UNAVAILABLE
    }

    /** Never throws for what the network or the service does. */
    Answer post(String event);
}
