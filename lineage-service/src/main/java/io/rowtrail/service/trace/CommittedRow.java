package io.rowtrail.service.trace;

import io.rowtrail.audit.rows.RowCommitment;
import io.rowtrail.audit.seal.CanonicalJson;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.tags.TagSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A row as it is committed to: key and other columns as texts, and its set. */
final class CommittedRow {
    private CommittedRow() {}

    static RowCommitment of(LakeRow row, List<String> keyColumns, SecretKeySpec saltKey) {
        Map<String, @Nullable Object> all = Values.of(row, List.of());
        TreeMap<String, String> key = new TreeMap<>();
        TreeMap<String, String> values = new TreeMap<>();
        all.forEach((column, value) -> {
            if (value != null) {
                (keyColumns.isEmpty() || keyColumns.contains(column) ? key : values).put(column, value.toString());
            }
        });
        byte[] tags = row.tags().orElse(TagSet.unknown()).encode();
        return RowCommitment.of(saltKey, CanonicalJson.write(key), CanonicalJson.write(values), tags);
    }
}
