package io.rowtrail.spark.iceberg;

import io.rowtrail.spark.tags.TagSources.TaggedTable;
import io.rowtrail.spark.tags.TagSources.TaggedTable.Believed;
import io.rowtrail.trace.RowtrailProperties;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Believes the tags of an Iceberg table when every data-changing snapshot that made its present rows carries a run of ours;
 * compactions are neutral, and what was there before a whole overwrite is gone. Otherwise the writer is foreign, and no row of the table is believed.
 */
public final class IcebergOutputs implements Function<DataSourceV2Relation, TaggedTable> {
    private final Predicate<Map<String, String>> endsHistory;

    private IcebergOutputs(Predicate<Map<String, String>> endsHistory) {
        this.endsHistory = endsHistory;
    }

    /** Of the rows that a table holds. */
    public IcebergOutputs() {
        this(summary -> Boolean.parseBoolean(summary.get(RowtrailProperties.WHOLE)));
    }

    /** Of all rows that were ever added: a stream reads those, too, that an overwrite has removed since. */
    public static IcebergOutputs everHeld() {
        return new IcebergOutputs(summary -> false);
    }

    @Override
    public TaggedTable apply(DataSourceV2Relation relation) {
        Optional<Table> iceberg = IcebergTables.of(relation.table());
        if (iceberg.isEmpty()) {
            return new TaggedTable.Foreign("tags in a table whose writers cannot be told");
        }
        Table table = iceberg.get();
        Optional<Long> read = IcebergTables.snapshotId(relation.table());
        Believed believed = Believed.NOTHING;
        if (read.isPresent()) {
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(read.get(), table::snapshot)) {
                if (IcebergTables.isNeutral(snapshot)) {
                    continue;
                }
                Map<String, String> summary = snapshot.summary();
                if (!summary.containsKey(RowtrailProperties.RUN)) {
                    return new TaggedTable.Foreign("foreign writer: snapshot " + snapshot.snapshotId());
                }
                believed = believed.and(Believed.stated(summary));
                if (endsHistory.test(summary)) {
                    return believed;
                }
            }
        }
        return believed;
    }
}
