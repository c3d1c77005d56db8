package io.rowtrail.service.trace;

import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.lake.LakeRows;
import io.rowtrail.lake.LakeSnapshot;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.service.http.Problem;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import io.rowtrail.tags.TagSetBuilder;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the tag set of one row, and whether it may be believed. */
@ApplicationScoped
class RowTags {
    /** Says that {@code mode=recompute} answers more exactly. */
    static final String EXACT_BY_RECOMPUTE = "exactWithModeRecompute";

    /** Says that tags only tell between which transactions they lie. */
    static final String SUPERSET = "superset";

    private static final int MOST_CHANGES = 10_000;

    private final LakeAccess lake;

    @Inject
    RowTags(LakeAccess lake) {
        this.lake = lake;
    }

    /**
     * A row's tags.
     *
     * @param tags the set; {@code unknown} when the row cannot be believed
     * @param run that wrote the row, where known
     * @param snapshot the table's snapshot that was read
     * @param absence what the run says it kept out or took away, where it says so
     * @param caveats why less is promised than usual
     */
    record Found(
            TagSet tags,
            @Nullable RunId run,
            @Nullable Long snapshot,
            @Nullable Absence absence,
            List<String> caveats) {}

    /** The tags of the row of a key; empty when there is no such row. 400 when the key names more than one. */
    Optional<Found> find(LakeTable table, RowKey key) {
        LakeReader reader = lake.reader();
        if (table.isChangeTable()) {
            return changes(reader, table, key);
        }
        if (!table.isTagged()) {
            return Optional.of(new Found(TagSet.unknown(), null, null, null, List.of("untaggedDataset")));
        }
        RowQuery query = RowQuery.of(table.name(), 2)
                .select(List.of(RowtrailColumns.TAGS))
                .where(key.filter());
        LakeRows rows = rows(
                reader, table.snapshot().isPresent() ? query.at(table.snapshot().getAsLong()) : query);
        if (rows.rows().isEmpty()) {
            return Optional.empty();
        }
        if (rows.rows().size() > 1) {
            throw Problem.invalid("key", "names more than one row").exception();
        }
        return Optional.of(believed(reader, table, rows.rows().get(0)));
    }

    /** How many transactions a set tells of: of a superset at most so many, else those it lists. */
    static String count(TagSet tags) {
        return Long.toString(tags.exactness() == Exactness.SUPERSET ? tags.atMost() : tags.count());
    }

    static LakeRows rows(LakeReader reader, RowQuery query) {
        try {
            return reader.rows(query);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("key", "names a column the dataset does not have, or a value of another type")
                    .exception();
        }
    }

    /** Tags are believed while every snapshot that changed data since the table was made names the run that wrote it. */
    private static Found believed(LakeReader reader, LakeTable table, LakeRow row) {
        Long snapshot = table.snapshot().isPresent() ? table.snapshot().getAsLong() : null;
        RunId run = null;
        Absence absence = Absence.NONE;
        boolean open = false;
        // MERGE, UPDATE and DELETE leave no plan that makes the row.
        boolean changed = false;
        for (LakeSnapshot at : Writes.of(reader, table).newestFirst()) {
            if (!at.summary().containsKey(RowtrailProperties.RUN)) {
                return new Found(TagSet.unknown(), null, snapshot, null, List.of("foreignWriter"));
            }
            if (run == null) {
                run = Writes.run(at).orElse(null);
            }
            Absence told = absence(at);
            absence = told == null || absence == null ? null : told.and(absence);
            changed |= at.summary().containsKey(RowtrailProperties.OPEN);
            open |= Boolean.parseBoolean(at.summary().get(RowtrailProperties.OPEN));
        }
        TagSet stored = row.tags().orElse(TagSet.unknown());
        TagSet tags = open ? stored.opened() : stored;
        List<String> caveats = new ArrayList<>();
        boolean truncated = tags.exactness() == Exactness.TRUNCATED;
        if (truncated) {
            caveats.add("truncated");
        }
        boolean superset = tags.exactness() == Exactness.SUPERSET;
        if (superset) {
            caveats.add(SUPERSET);
        }
        boolean less = truncated || superset || (tags.open() && (absence == null || !absence.isNone()));
        if (less && !changed) {
            caveats.add(EXACT_BY_RECOMPUTE);
        }
        return new Found(tags, run, snapshot, absence, caveats);
    }

    private static @Nullable Absence absence(LakeSnapshot snapshot) {
        if (!snapshot.summary().containsKey(RowtrailProperties.ABSENCE_COUNT)) {
            return null;
        }
        try {
            return Absence.stated(snapshot.summary());
        } catch (IllegalArgumentException e) {
            return Absence.ANYTHING;
        }
    }

    /** The transactions that deleted the captured rows of a key; of a row that never was there, none. */
    TagSet removals(LakeTable table, RowKey key) {
        TagSetBuilder tags = new TagSetBuilder(Bound.NONE);
        for (LakeRow row : history(lake.reader(), table, key)) {
            if (isRemoval(row)) {
                tags.add(Values.ordinal(row));
            }
        }
        return tags.build();
    }

    private static boolean isRemoval(LakeRow row) {
        String op = Values.op(row);
        return op.equals("d") || op.equals("t");
    }

    /** Every captured change of a key, in commit order. */
    private static List<LakeRow> history(LakeReader reader, LakeTable table, RowKey key) {
        RowQuery query = RowQuery.of(table.name(), MOST_CHANGES)
                .select(List.of(RowtrailColumns.TX, RowtrailColumns.SEQ, RowtrailColumns.OP))
                .where(key.filter());
        List<LakeRow> rows = new ArrayList<>(rows(reader, query).rows());
        rows.sort(Comparator.comparingLong(Values::ordinal).thenComparingInt(Values::seq));
        return rows;
    }

    /** A captured row is what its changes since its last insert made it, as {@code rowtrail_current} says. */
    private static Optional<Found> changes(LakeReader reader, LakeTable table, RowKey key) {
        TagSetBuilder tags = new TagSetBuilder(Bound.NONE);
        boolean present = false;
        for (LakeRow row : history(reader, table, key)) {
            if (isRemoval(row)) {
                present = false;
            } else if (Values.op(row).equals("u")) {
                tags.add(Values.ordinal(row));
            } else {
                tags = new TagSetBuilder(Bound.NONE).add(Values.ordinal(row));
                present = true;
            }
        }
        Long snapshot = table.snapshot().isPresent() ? table.snapshot().getAsLong() : null;
        return present ? Optional.of(new Found(tags.build(), null, snapshot, null, List.of())) : Optional.empty();
    }
}
