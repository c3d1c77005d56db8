package io.rowtrail.recompute.http;

/** What a question runs: everything that its thread starts between {@link #begin} and {@link #end}. */
public interface Jobs {
    /** The calling thread's jobs are {@code group}'s from now on. */
    void begin(String group);

    /** The calling thread has no group any more. */
    void end();

    /** Stops what {@code group} runs, from any thread. */
    void cancel(String group);
}
