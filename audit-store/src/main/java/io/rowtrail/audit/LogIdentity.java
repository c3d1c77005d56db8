package io.rowtrail.audit;

import java.util.List;

/**
 * What a verifier must know beforehand.
 *
 * @param origin the first line of every checkpoint
 * @param verifierKeys C2SP verifier keys ({@code name+hash+key}), newest first
 */
public record LogIdentity(String origin, List<String> verifierKeys) {
    public LogIdentity {
        verifierKeys = List.copyOf(verifierKeys);
    }
}
