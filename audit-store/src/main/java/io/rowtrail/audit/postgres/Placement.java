package io.rowtrail.audit.postgres;

import io.rowtrail.audit.merkle.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides for a group of drafts which are new, which repeat an entry and which contradict one; drafts of the same group
 * count for those after them.
 */
final class Placement {
    private final Map<Hash, Long> texts;
    private final Map<Hash, KnownKey> keys;
    private final List<Placed> added = new ArrayList<>();
    private final List<NewKey> newKeys = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    /**
     * @param size entries in the log so far
     * @param texts entries whose text some draft has, by its token
     * @param keys callers' keys some draft has, by their token
     */
    Placement(long size, List<Draft> drafts, Map<Hash, Long> texts, Map<Hash, KnownKey> keys) {
        this.texts = new HashMap<>(texts);
        this.keys = new HashMap<>(keys);
        for (Draft draft : drafts) {
            places.add(place(draft, size + added.size()));
        }
    }

    private Place place(Draft draft, long next) {
        KnownKey known = draft.key() == null ? null : keys.get(draft.key());
        if (known != null) {
            return known.text().equals(draft.text()) ? new Repeat(known.index()) : new Clash(known.index());
        }
        Long first = texts.get(draft.text());
        long index = first == null ? next : first;
        if (draft.key() != null) {
            keys.put(draft.key(), new KnownKey(draft.text(), index));
            newKeys.add(new NewKey(draft.key(), draft.text(), index));
        }
        if (first != null) {
            return new Repeat(first);
        }
        texts.put(draft.text(), next);
        added.add(new Placed(next, draft));
        return new Fresh(next);
    }

    /** What becomes of each draft, in order. */
    List<Place> places() {
        return places;
    }

    /** The new entries, by index. */
    List<Placed> added() {
        return added;
    }

    /** The callers' keys seen for the first time. */
    List<NewKey> newKeys() {
        return newKeys;
    }

    /** What becomes of a draft. */
    sealed interface Place {
        long index();
    }

    /** It is appended at that index. */
    record Fresh(long index) implements Place {}

    /** The entry at that index is the same event. */
    record Repeat(long index) implements Place {}

    /** The entry at that index has the draft's key and another text. */
    record Clash(long index) implements Place {}

    /** A key and the text it stands for. */
    record KnownKey(Hash text, long index) {}

    /** A key to be remembered. */
    record NewKey(Hash key, Hash text, long index) {}

    /** A new entry. */
    record Placed(long index, Draft draft) {}
}
