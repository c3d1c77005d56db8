package io.rowtrail.spark.iceberg;

import io.rowtrail.spark.tags.DecidedColumns;
import io.rowtrail.spark.tags.TagSources.TaggedTable;
import io.rowtrail.tags.Absence;
import io.rowtrail.trace.RowtrailProperties;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Believes the tags of an Iceberg table when every data-changing snapshot that made its present rows carries a run of ours;
 * compactions are neutral. Otherwise the writer is foreign, and no row of the table is believed.
 */
public final class IcebergOutputs implements Function<DataSourceV2Relation, TaggedTable> {
    @Override
    public TaggedTable apply(DataSourceV2Relation relation) {
        Optional<Table> iceberg = IcebergTables.of(relation.table());
        if (iceberg.isEmpty()) {
            return new TaggedTable.Foreign("tags in a table whose writers cannot be told");
        }
        Table table = iceberg.get();
        Optional<Long> read = IcebergTables.snapshotId(relation.table());
        Absence absence = Absence.NONE;
        long through = 0;
        boolean open = false;
        DecidedColumns decided = DecidedColumns.NONE;
        if (read.isPresent()) {
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(read.get(), table::snapshot)) {
                if (IcebergTables.isNeutral(snapshot)) {
                    continue;
                }
                Map<String, String> summary = snapshot.summary();
                if (!summary.containsKey(RowtrailProperties.RUN)) {
                    return new TaggedTable.Foreign("foreign writer: snapshot " + snapshot.snapshotId());
                }
                absence = absence.and(Absence.stated(summary));
                String columns = summary.get(RowtrailProperties.VOLATILE);
                decided = decided.and(columns == null ? DecidedColumns.ANY : DecidedColumns.parse(columns));
                open |= Boolean.parseBoolean(summary.get(RowtrailProperties.OPEN));
                through = Math.max(through, number(summary, RowtrailProperties.COMPLETE_THROUGH, Long.MAX_VALUE));
            }
        }
        return new TaggedTable.Believed(absence, through, decided, open);
    }

    private static long number(Map<String, String> summary, String entry, long otherwise) {
        String text = summary.get(entry);
        return text == null ? otherwise : Long.parseLong(text);
    }
}
