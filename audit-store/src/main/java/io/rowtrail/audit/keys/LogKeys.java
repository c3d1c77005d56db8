package io.rowtrail.audit.keys;

import io.rowtrail.audit.note.NoteKey;
import java.util.List;
import java.util.Optional;

/**
 * The secrets of one log.
 *
 * @param note signs its checkpoints
 * @param identity recognises repeats and search words
 * @param epochs wrap payloads, newest last; never empty
 */
public record LogKeys(NoteKey note, IdentityKey identity, List<EpochKey> epochs) {
    public LogKeys {
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a log has at least one epoch key");
        }
    }

    /** The key new payloads are wrapped in. */
    public EpochKey currentEpoch() {
        return epochs.get(epochs.size() - 1);
    }

    /** The epoch key of that number, or empty once it was destroyed. */
    public Optional<EpochKey> epoch(int number) {
        return epochs.stream().filter(key -> key.epoch() == number).findFirst();
    }
}
