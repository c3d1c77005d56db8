package io.rowtrail.verifier;

import java.util.List;
import java.util.Optional;

/**
 * What the verifying side brings along and believes.
 *
 * @param verifierKeys C2SP verifier keys got from elsewhere than the pack; empty to take the pack's own on trust
 * @param earlier a checkpoint kept from before, as its signed note; or null
 */
public record Trust(
        List<String> verifierKeys,
        @org.jspecify.annotations.Nullable String earlier) {
    /** Believes the keys in the pack. */
    public static final Trust PACK = new Trust(List.of(), null);

    public Trust {
        verifierKeys = List.copyOf(verifierKeys);
    }

    Optional<String> earlierCheckpoint() {
        return Optional.ofNullable(earlier);
    }
}
