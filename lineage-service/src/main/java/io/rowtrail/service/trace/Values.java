package io.rowtrail.service.trace;

import io.rowtrail.lake.LakeRow;
import io.rowtrail.trace.RowtrailColumns;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of rows as JSON tells them: 64-bit integers and decimals as strings, times in ISO form, bytes in hex. */
final class Values {
    private Values() {}

    /** The columns wanted, or, when none are named, all that are the job's own. */
    static Map<String, @Nullable Object> of(LakeRow row, List<String> wanted) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry : row.values().entrySet()) {
            String column = entry.getKey();
            boolean own = !column.startsWith("_rt_");
            if (wanted.isEmpty() ? own : wanted.contains(column)) {
                values.put(column, json(entry.getValue()));
            }
        }
        return values;
    }

    /** The ordinal of a change row. */
    static long ordinal(LakeRow row) {
        return row.value(RowtrailColumns.TX) instanceof Number number ? number.longValue() : -1;
    }

    /** The operation of a change row. */
    static String op(LakeRow row) {
        return String.valueOf(row.value(RowtrailColumns.OP));
    }

    /** The place of a change row within its transaction. */
    static int seq(LakeRow row) {
        return row.value(RowtrailColumns.SEQ) instanceof Number number ? number.intValue() : 0;
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Double) {
            return value;
        }
        if (value instanceof java.math.BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof ByteBuffer bytes) {
            ByteBuffer copy = bytes.duplicate();
            byte[] array = new byte[copy.remaining()];
            copy.get(array);
            return HexFormat.of().formatHex(array);
        }
        return value.toString();
    }
}
