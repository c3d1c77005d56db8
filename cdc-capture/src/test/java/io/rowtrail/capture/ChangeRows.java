package io.rowtrail.capture;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    static List<LakeRow> all(Lake lake, LakeName name) throws Exception {
        Table table = lake.catalog().loadTable(TableIdentifier.of(name.namespace(), name.table()));
        List<LakeRow> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            for (Record record : records) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (Types.NestedField field : table.schema().columns()) {
                    values.put(field.name(), record.getField(field.name()));
                }
                rows.add(new LakeRow(values, Optional.empty()));
            }
        }
        return rows;
    }
}
