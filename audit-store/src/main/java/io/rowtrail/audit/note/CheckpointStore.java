package io.rowtrail.audit.note;

import java.util.Optional;

/**
 * The memory of the last checkpoint signed, kept apart from the database so that a database put back to an earlier
 * state is noticed. Methods may block.
 */
public interface CheckpointStore {
    /** The last checkpoint agreed to, or empty before the first. */
    Optional<String> latest();

    /**
     * Makes {@code next} the latest if {@code expected} (empty for none) still is.
     *
     * @return whether it was; after {@code true} the change is durable
     */
    boolean swap(Optional<String> expected, String next);

    /** How far apart from the database the store is kept, as answers report it: {@code local}, or what shares nothing. */
    String forkSafety();
}
