package io.rowtrail.capture;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** All rows of a change table, however many. */
final class ChangeRows {
    private ChangeRows() {}

    /** By ordinal and place in the transaction. */
    static List<LakeRow> inOrder(Lake lake, LakeName name) throws Exception {
        List<LakeRow> rows = all(lake, name);
        rows.sort(Comparator.<LakeRow, Long>comparing(row -> (Long) row.value("_rt_tx"))
                .thenComparing(row -> (Integer) row.value("_rt_seq")));
        return rows;
    }

    static List<LakeRow> all(Lake lake, LakeName name) throws Exception {
        List<LakeRow> rows = new ArrayList<>();
        each(lake, name, record -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (Types.NestedField field : record.struct().fields()) {
                values.put(field.name(), record.getField(field.name()));
            }
            rows.add(new LakeRow(values, Optional.empty()));
        });
        return rows;
    }

    static void each(Lake lake, LakeName name, Consumer<Record> taker) throws Exception {
        Table table = lake.catalog().loadTable(TableIdentifier.of(name.namespace(), name.table()));
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            records.forEach(taker);
        }
    }
}
