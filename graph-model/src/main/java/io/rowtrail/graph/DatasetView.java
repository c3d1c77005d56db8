package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import io.rowtrail.graph.facts.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as known now.
 *
 * @param schema the newest told
 * @param lifecycle the newest change told
 * @param symlinks of the newest event that told any, sorted
 * @param firstSeen least event time that mentions it
 * @param lastSeen greatest event time that mentions it
 */
public record DatasetView(
        DatasetId id,
        @Nullable Schema schema,
        @Nullable Lifecycle lifecycle,
        List<Symlink> symlinks,
        Instant firstSeen,
        Instant lastSeen) {

    /** Returns this without what the asker may not know of; empty when that is the dataset itself. */
    public Optional<DatasetView> seenBy(Visibility visibility) {
        if (!visibility.sees(id)) {
            return Optional.empty();
        }
        List<Symlink> seen =
                symlinks.stream().filter(s -> visibility.sees(s.id())).toList();
        Lifecycle change = lifecycle;
        if (change != null && change.previous() != null && !visibility.sees(change.previous())) {
            change = new Lifecycle(change.change(), null);
        }
        return Optional.of(new DatasetView(id, schema, change, seen, firstSeen, lastSeen));
    }
}
