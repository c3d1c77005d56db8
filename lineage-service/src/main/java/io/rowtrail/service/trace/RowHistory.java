package io.rowtrail.service.trace;

import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeException;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.lake.LakeSnapshot;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.RowtrailColumns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row over the versions of its table that are still there. */
@ApplicationScoped
class RowHistory {
    /** So many versions are looked at. */
    private static final int MOST_VERSIONS = 50;

    private final LakeAccess lake;

    @Inject
    RowHistory(LakeAccess lake) {
        this.lake = lake;
    }

    /** A version that had the row. */
    record Seen(@Nullable RunId run, long snapshot, Instant at, TagSet tags) {}

    /** Whether the table has a row of the key now. 400 when the key names no columns of the table. */
    boolean isThere(RowQuestions.OfRow asked) {
        LakeTable table = asked.table();
        RowQuery query = RowQuery.of(table.name(), 1).where(asked.key().filter());
        return !RowTags.rows(lake.reader(), query).rows().isEmpty();
    }

    /** The newest version before a snapshot (or of all) that had a row of the key, by the table's history. */
    Optional<Seen> lastSeen(RowQuestions.OfRow asked, @Nullable Long before) {
        LakeReader reader = lake.reader();
        List<LakeSnapshot> newestFirst =
                new ArrayList<>(reader.snapshots(asked.table().name()));
        Collections.reverse(newestFirst);
        boolean later = before != null;
        int looked = 0;
        for (LakeSnapshot snapshot : newestFirst) {
            if (later) {
                later = before != null && snapshot.id() != before;
                continue;
            }
            if (++looked > MOST_VERSIONS) {
                break;
            }
            Optional<LakeRow> row = row(reader, asked, snapshot);
            if (row.isPresent()) {
                return Optional.of(new Seen(
                        Writes.run(snapshot).orElse(null),
                        snapshot.id(),
                        snapshot.committedAt(),
                        Writes.run(snapshot).isEmpty()
                                ? TagSet.unknown()
                                : row.get().tags().orElse(TagSet.unknown())));
            }
        }
        return Optional.empty();
    }

    /** A version whose files are gone, or which had other columns, had no such row as far as can be known. */
    private static Optional<LakeRow> row(LakeReader reader, RowQuestions.OfRow asked, LakeSnapshot snapshot) {
        try {
            RowQuery query = RowQuery.of(asked.table().name(), 1).at(snapshot.id());
            RowQuery tagged = asked.table().isTagged() ? query.select(List.of(RowtrailColumns.TAGS)) : query;
            return reader.rows(tagged.where(asked.key().filter())).rows().stream()
                    .findFirst();
        } catch (LakeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
