package io.rowtrail.service.trace;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.lake.LakeRows;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.lake.RowFilter;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.service.report.Report;
import io.rowtrail.service.report.Reports;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.RowtrailColumns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The rows of the lake that carry some transactions. */
@ApplicationScoped
class TraceRows {
    private final LakeAccess lake;
    private final Reports reports;

    @Inject
    TraceRows(LakeAccess lake, Reports reports) {
        this.lake = lake;
        this.reports = reports;
    }

    /** The effect of transactions of which a row's tags only say that they may be among them. */
    static final String POSSIBLE = "possible";

    /** Rows found, and whether there are more. */
    record Found(List<TraceShapes.Row> rows, boolean truncated) {
        /** Whether of some it is only possible that they carry the transactions. */
        boolean superset() {
            return rows.stream().anyMatch(row -> row.effect().equals(POSSIBLE));
        }
    }

    /** How much of a row is told. */
    enum Told {
        KEYS,
        KEYS_AND_VALUES
    }

    /** Rows of a table that carry any of the transactions; none when the table's rows carry nothing. */
    Found in(DatasetId dataset, LakeTable table, Set<ChangeOrdinal> ordinals, int limit, Told told) {
        if (ordinals.isEmpty() || limit < 1) {
            return new Found(List.of(), false);
        }
        if (table.isChangeTable()) {
            return changes(dataset, table, ordinals, limit, told);
        }
        return table.isTagged() ? outputs(dataset, table, ordinals, limit, told) : new Found(List.of(), false);
    }

    /** How many rows of a tagged output carry any of the transactions. */
    LakeReader.TaggedCount count(LakeTable table, Set<ChangeOrdinal> ordinals) {
        return lake.reader().countTagged(table.name(), ordinals);
    }

    private Found changes(DatasetId dataset, LakeTable table, Set<ChangeOrdinal> ordinals, int limit, Told told) {
        LakeReader reader = lake.reader();
        LakeRows rows = reader.rows(RowQuery.of(table.name(), limit).where(new RowFilter.TransactionIn(ordinals)));
        List<TraceShapes.Row> found = new ArrayList<>();
        for (LakeRow row : rows.rows()) {
            found.add(new TraceShapes.Row(
                    dataset.nodeId(),
                    named(row, table.key(), told),
                    values(row, table, table.key(), told),
                    Values.op(row),
                    "contributed",
                    List.of(Long.toString(Values.ordinal(row))),
                    null));
        }
        return new Found(found, rows.truncated());
    }

    private Found outputs(DatasetId dataset, LakeTable table, Set<ChangeOrdinal> ordinals, int limit, Told told) {
        LakeReader reader = lake.reader();
        List<String> key = key(dataset, table);
        List<String> columns = new ArrayList<>(told == Told.KEYS ? key : own(table));
        columns.add(RowtrailColumns.TAGS);
        LakeRows rows = reader.rows(
                RowQuery.of(table.name(), limit).select(columns).where(new RowFilter.TaggedWithAny(ordinals)));
        List<TraceShapes.Row> found = new ArrayList<>();
        for (LakeRow row : rows.rows()) {
            TagSet tags = row.tags().orElse(TagSet.unknown());
            List<String> listed = texts(ordinals, tags::contains);
            boolean possible = listed.isEmpty();
            found.add(new TraceShapes.Row(
                    dataset.nodeId(),
                    named(row, key, told),
                    values(row, table, key, told),
                    null,
                    possible ? POSSIBLE : "contributed",
                    possible ? texts(ordinals, tags::mayContain) : listed,
                    new TraceShapes.Tags(
                            RowTags.count(tags), tags.exactness().name().toLowerCase(Locale.ROOT), !tags.open())));
        }
        return new Found(found, rows.truncated());
    }

    private static List<String> texts(Set<ChangeOrdinal> ordinals, LongPredicate which) {
        return ordinals.stream()
                .mapToLong(ChangeOrdinal::value)
                .filter(which)
                .sorted()
                .mapToObj(Long::toString)
                .toList();
    }

    /** The table's own key, else that of a report it is; empty when nothing says. */
    private List<String> key(DatasetId dataset, LakeTable table) {
        return table.key().isEmpty() ? reports.of(dataset).map(Report::key).orElse(List.of()) : table.key();
    }

    /** The key; a row of a table without one is named by all its columns, to who may see them. */
    private static Map<String, @Nullable Object> named(LakeRow row, List<String> key, Told told) {
        return key.isEmpty() && told == Told.KEYS ? Map.of() : Values.of(row, key);
    }

    /** The columns beside the key, or null when they are not to be told or are told as the row's name. */
    private static @Nullable Map<String, @Nullable Object> values(
            LakeRow row, LakeTable table, List<String> key, Told told) {
        return told == Told.KEYS || key.isEmpty()
                ? null
                : Values.of(
                        row,
                        own(table).stream().filter(name -> !key.contains(name)).toList());
    }

    private static List<String> own(LakeTable table) {
        return table.columns().stream()
                .map(column -> column.name())
                .filter(name -> !name.startsWith("_rt_"))
                .toList();
    }
}
