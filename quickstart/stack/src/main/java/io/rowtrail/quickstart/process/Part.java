package io.rowtrail.quickstart.process;

/** One part of the stack: something that runs as a process of its own and outlives the launcher that started it. */
public interface Part {
    /** Short, lower case, unique in the stack; names its record and its log. */
    String name();

    PartState state();

    /**
     * Starts the part, or adopts it when it already runs, and returns once it is ready. Checks its port first.
     *
     * @throws StackException when it cannot start or does not get ready in time; a process that was started stays
     *     recorded, so that {@link #stop} finds it
     */
    ProcessRecord start();

    /** Stops the part and waits until its process is gone. Does nothing when it does not run. Never ends a stranger. */
    void stop();
}
