package io.rowtrail.quickstart.verdict;

import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.lake.LakeRows;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.trace.RowtrailColumns;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the change tables and the tagged outputs, as any Iceberg client could. */
public final class LakeFacts {
    private final LakeReader reader;

    public LakeFacts(LakeReader reader) {
        this.reader = reader;
    }

    /** All rows of a change table, in no promised order. */
    public List<Change> changes(LakeName name) {
        LakeTable table = reader.table(name).orElseThrow(() -> new IllegalStateException("no change table " + name));
        List<String> key = table.key();
        return all(RowQuery.of(name, RowQuery.MAX_LIMIT)).stream()
                .map(row -> change(key, row))
                .toList();
    }

    /** Those columns and the tags of all rows of an output. */
    public List<LakeRow> output(LakeName name) {
        return all(RowQuery.of(name, RowQuery.MAX_LIMIT));
    }

    /** What the run that wrote an output last says is absent from it; empty when it does not say. */
    public Optional<AbsenceRange> absence(LakeName name) {
        LakeTable table = reader.table(name).orElseThrow(() -> new IllegalStateException("no table " + name));
        return reader.snapshots(name).stream()
                .filter(snapshot -> table.snapshot().isPresent()
                        && snapshot.id() == table.snapshot().getAsLong())
                .findFirst()
                .flatMap(snapshot -> AbsenceRange.from(snapshot.summary()));
    }

    private List<LakeRow> all(RowQuery query) {
        LakeRows rows = reader.rows(query);
        if (rows.truncated()) {
            throw new IllegalStateException(query.table() + " has more than " + query.limit() + " rows");
        }
        return rows.rows();
    }

    private static Change change(List<String> key, LakeRow row) {
        Map<String, String> keyColumns = new HashMap<>();
        key.forEach(column -> keyColumns.put(column, String.valueOf(row.value(column))));
        Map<String, @Nullable Object> columns = new LinkedHashMap<>(row.values());
        columns.keySet().removeIf(column -> column.startsWith("_rt_"));
        return new Change(
                RowKey.of(keyColumns),
                text(row, RowtrailColumns.OP),
                ((Number) Objects.requireNonNull(row.value(RowtrailColumns.TX))).longValue(),
                ((Number) Objects.requireNonNull(row.value(RowtrailColumns.SEQ))).intValue(),
                Optional.ofNullable(row.value(RowtrailColumns.TRACE_ID)).map(Object::toString),
                text(row, RowtrailColumns.TAG_SOURCE),
                columns);
    }

    private static String text(LakeRow row, String column) {
        return String.valueOf(row.value(column));
    }
}
