package io.rowtrail.capture.post;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.transaction.Binding;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the service is told of one transaction: no row values. */
public record ChangeNotice(
        ChangeOrdinal ordinal, long txid, long commitLsn, long commitMicros, Binding binding, List<Table> tables) {
    /**
     * The transaction's rows in one table.
     *
     * @param name the change table, {@code shop.sale_line}
     * @param ops rows by operation
     * @param manifestRoot lower-case hex
     */
    public record Table(String name, int rows, Map<String, Integer> ops, String manifestRoot) {}

    public ChangeNotice {
        tables = List.copyOf(tables);
    }

    /** Sums a transaction up and commits to its rows. */
    public static ChangeNotice of(
            SourceTransaction transaction, ChangeOrdinal ordinal, String source, Manifest manifest) {
        Map<String, Map<String, Integer>> ops = new TreeMap<>();
        Map<String, List<byte[]>> commitments = new TreeMap<>();
        Map<String, byte[]> salts = new TreeMap<>();
        int seq = 0;
        for (ChangeRow row : transaction.rows()) {
            String table = source + "." + row.table().lakeTable();
            ops.computeIfAbsent(table, t -> new TreeMap<>()).merge(row.op(), 1, Integer::sum);
            byte[] salt = salts.computeIfAbsent(table, t -> manifest.salt(ordinal, t));
            commitments.computeIfAbsent(table, t -> new ArrayList<>()).add(Manifest.commitment(salt, row, seq));
            seq++;
        }
        List<Table> tables = new ArrayList<>();
        commitments.forEach((table, rows) -> tables.add(new Table(
                table,
                rows.size(),
                ops.getOrDefault(table, Map.of()),
                HexFormat.of().formatHex(Manifest.root(rows)))));
        return new ChangeNotice(
                ordinal,
                transaction.txid(),
                transaction.commitLsn(),
                transaction.commitMicros(),
                transaction.binding(),
                tables);
    }
}
