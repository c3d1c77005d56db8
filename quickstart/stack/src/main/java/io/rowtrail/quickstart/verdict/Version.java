package io.rowtrail.quickstart.verdict;

import java.util.Map;
import java.util.OptionalInt;

/**
 * One state a row was in.
 *
 * @param row its columns as text
 * @param writes ledger numbers of the writes that led to it since the row's last insert
 * @param loaded whether it goes back to a row that was there before the ledger began
 * @param endedBy ledger number of the write that replaced or removed it; empty while it is the live one
 */
public record Version(Map<String, String> row, WriteSet writes, boolean loaded, OptionalInt endedBy) {
    public boolean live() {
        return endedBy.isEmpty();
    }

    Version ended(int by) {
        return new Version(row, writes, loaded, OptionalInt.of(by));
    }

    /** The value of a column; a column the table does not have is a mistake of the caller. */
    public String column(String name) {
        String value = row.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no column " + name + " in " + row.keySet());
        }
        return value;
    }
}
