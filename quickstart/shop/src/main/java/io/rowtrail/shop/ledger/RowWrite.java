package io.rowtrail.shop.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row written: its key, and all its columns afterwards (none after a delete). Integers are numbers; decimals, with
 * the column's four digits, and dates are text.
 */
public record RowWrite(String table, Operation operation, Map<String, Object> key, Map<String, Object> row) {
    public RowWrite {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
    }
}
