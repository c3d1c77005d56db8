package io.rowtrail.audit;

import java.util.Locale;
import java.util.Optional;

/** How what an entry tells of ended. */
public enum Outcome {
    OK,
    DENIED,
    FAILED;

    /** The word in the leaf and in queries: {@code ok}, {@code denied}, {@code failed}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of that word, or empty. */
    public static Optional<Outcome> parse(String wire) {
        for (Outcome outcome : values()) {
            if (outcome.wire().equals(wire)) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }
}
