package io.rowtrail.capture.post;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.transaction.Binding;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
        Map<String, TableSum> sums = new TreeMap<>();
        Tally tally = new Tally(source, ordinal, manifest, sums);
        transaction.rows().forEach(tally::add);
        List<Table> tables = new ArrayList<>();
        sums.forEach((table, sum) ->
                tables.add(new Table(table, sum.rows, sum.ops, HexFormat.of().formatHex(sum.root.root()))));
        return new ChangeNotice(
                ordinal,
                transaction.txid(),
                transaction.commitLsn(),
                transaction.commitMicros(),
                transaction.binding(),
                tables);
    }

    /** A gap that no row of any table fell into. */
    public static ChangeNotice emptyGap(
            ChangeOrdinal ordinal, long commitLsn, long commitMicros, String source, List<SourceTable> tables) {
        String nothing = HexFormat.of().formatHex(new ManifestRoot().root());
        return new ChangeNotice(
                ordinal,
                0,
                commitLsn,
                commitMicros,
                Binding.GAP,
                tables.stream()
                        .map(table -> new Table(source + "." + table.lakeTable(), 0, Map.of(), nothing))
                        .toList());
    }

    private static final class TableSum {
        private final Map<String, Integer> ops = new TreeMap<>();
        private final ManifestRoot root = new ManifestRoot();
        private final byte[] salt;
        private int rows;

        TableSum(byte[] salt) {
            this.salt = salt;
        }
    }

    private static final class Tally {
        private final String source;
        private final ChangeOrdinal ordinal;
        private final Manifest manifest;
        private final Map<String, TableSum> sums;
        private @Nullable SourceTable lastTable;
        private @Nullable TableSum lastSum;
        private int seq;

        Tally(String source, ChangeOrdinal ordinal, Manifest manifest, Map<String, TableSum> sums) {
            this.source = source;
            this.ordinal = ordinal;
            this.manifest = manifest;
            this.sums = sums;
        }

        void add(ChangeRow row) {
            TableSum sum = sumOf(row.table());
            sum.rows++;
            sum.ops.merge(row.op(), 1, Integer::sum);
            sum.root.add(manifest.commitment(sum.salt, row, seq));
            seq++;
        }

        /** A table's rows come in runs that share its object. */
        @SuppressWarnings("ReferenceEquality")
        private TableSum sumOf(SourceTable table) {
            TableSum known = lastSum;
            if (known != null && table == lastTable) {
                return known;
            }
            TableSum sum = sums.computeIfAbsent(
                    source + "." + table.lakeTable(), name -> new TableSum(manifest.salt(ordinal, name)));
            lastTable = table;
            lastSum = sum;
            return sum;
        }
    }
}
