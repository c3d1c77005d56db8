package io.rowtrail.quickstart.verdict;

import io.rowtrail.lake.LakeRow;
import io.rowtrail.quickstart.verdict.SalesOracle.RevenueKey;
import io.rowtrail.quickstart.verdict.SalesOracle.Totals;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the tag sets stored beside every output row with the writes behind it, and the values with their sums. */
public final class TagComparison {
    private final SalesOracle oracle;
    private final CapturedEntries captured;
    private final Set<Long> snapshots;

    /**
     * @param snapshots ordinals of the capture's snapshot, which name no write
     */
    public TagComparison(SalesOracle oracle, CapturedEntries captured, Set<Long> snapshots) {
        this.oracle = oracle;
        this.captured = captured;
        this.snapshots = Set.copyOf(snapshots);
    }

    /**
     * Every row of {@code silver.sales}. A line is what its own writes made it, whatever became of others: each is
     * closed, and what was taken away is for those who add up the lines, so the run must name it all.
     */
    public Check sales(List<LakeRow> rows, Optional<AbsenceRange> absence) {
        Tally tally = new Tally("rows of silver.sales with exactly their writes, closed");
        Set<RowKey> missing = new HashSet<>(oracle.sales().keySet());
        for (LakeRow row : rows) {
            RowKey key = RowKey.of(Map.of("sale_id", text(row, "sale_id"), "line_no", text(row, "line_no")));
            WriteSet expected = oracle.sales().get(key);
            if (expected == null || !missing.remove(key)) {
                tally.note(key + ": " + (expected == null ? "must not be there" : "is there twice"));
            } else {
                BitSet writes = new BitSet();
                expected.addTo(writes);
                String problem = problem(key.text(), row, writes);
                boolean open = row.tags().map(TagSet::open).orElse(true);
                tally.note(problem.isEmpty() && open ? key.text() + ": is open" : problem);
            }
        }
        missing.forEach(key -> tally.note(key + ": is not there"));
        String lacks = lacks(absence, oracle.absence());
        if (!lacks.isEmpty()) {
            tally.note(lacks);
        }
        return tally.check();
    }

    /** Every row of {@code gold.revenue}, its sums included. */
    public Check revenue(List<LakeRow> rows, Optional<AbsenceRange> absence) {
        Tally tally = new Tally("rows of gold.revenue with exactly their writes, sums and absences");
        Set<RevenueKey> missing = new HashSet<>(oracle.revenue().keySet());
        for (LakeRow row : rows) {
            RevenueKey key = revenueKey(row);
            Totals expected = oracle.revenue().get(key);
            if (expected == null || !missing.remove(key)) {
                tally.note(key + ": " + (expected == null ? "must not be there" : "is there twice"));
            } else if (!same(expected.revenue(), row, "revenue") || !same(expected.units(), row, "units")) {
                tally.note(key + ": revenue and units must be " + expected.revenue() + " and " + expected.units()
                        + ", are " + row.value("revenue") + " and " + row.value("units"));
            } else {
                tally.note(problem(key.toString(), row, expected.provenance(), absence));
            }
        }
        missing.forEach(key -> tally.note(key + ": is not there"));
        return tally.check();
    }

    /** Every row of {@code gold.top_customers}: rank, customer, sum, and the writes of the whole state. */
    public Check topCustomers(List<LakeRow> rows, Optional<AbsenceRange> absence) {
        Tally tally = new Tally("rows of gold.top_customers with exactly their writes, ranks and absences");
        int expectedRows = oracle.states().keySet().stream()
                .mapToInt(state -> Math.min(10, oracle.buyers(state).size()))
                .sum();
        for (LakeRow row : rows) {
            String state = text(row, "state");
            int rank = Integer.parseInt(text(row, "rank"));
            List<SalesOracle.Buyer> buyers = oracle.buyers(state);
            String place = state + " rank " + rank;
            if (rank < 1 || rank > Math.min(10, buyers.size())) {
                tally.note(place + ": must not be there");
            } else if (!buyers.get(rank - 1).customerId().equals(text(row, "customer_id"))
                    || !same(buyers.get(rank - 1).revenue(), row, "revenue")) {
                tally.note(place + ": must be " + buyers.get(rank - 1) + ", is customer " + text(row, "customer_id")
                        + " with " + row.value("revenue"));
            } else {
                tally.note(problem(place, row, oracle.state(state).orElseThrow().provenance(), absence));
            }
        }
        if (rows.size() != expectedRows) {
            tally.note(rows.size() + " rows are there, must be " + expectedRows);
        }
        return tally.check();
    }

    /** The key of a row of {@code gold.revenue}; the month may be a date. */
    public static RevenueKey revenueKey(LakeRow row) {
        return new RevenueKey(
                text(row, "month").substring(0, "yyyy-MM".length()), text(row, "family"), text(row, "state"));
    }

    private String problem(String place, LakeRow row, Provenance expected, Optional<AbsenceRange> absence) {
        String problem = problem(place, row, expected.writes());
        if (!problem.isEmpty()) {
            return problem;
        }
        boolean open = row.tags().map(TagSet::open).orElse(false);
        if (!expected.absence().isEmpty() && !open) {
            return place + ": is closed, although entries " + expected.absence() + " took something out of it";
        }
        if (open && absence.filter(range -> range.count() == 0).isPresent()) {
            return place + ": is open, although its run names nothing absent";
        }
        String lacks = open ? lacks(absence, expected.absence()) : "";
        return lacks.isEmpty() ? "" : place + ": " + lacks;
    }

    private String lacks(Optional<AbsenceRange> absence, BitSet expected) {
        return absence.map(range -> range.lacks(expected, captured)).orElse("its run does not say what is absent");
    }

    private String problem(String place, LakeRow row, BitSet expected) {
        if (row.tags().isEmpty()) {
            return place + ": has no tags";
        }
        TagSet tags = row.tags().get();
        if (tags.exactness() != Exactness.EXACT) {
            return place + ": is " + tags.exactness();
        }
        BitSet actual = new BitSet();
        for (long ordinal : tags.ordinals()) {
            Optional<Integer> entry = captured.entry(ordinal);
            if (entry.isPresent()) {
                actual.set(entry.get());
            } else if (!snapshots.contains(ordinal)) {
                return place + ": has ordinal " + ordinal + ", which no captured change has";
            }
        }
        return actual.equals(expected) ? "" : place + ": " + difference(expected, actual);
    }

    private static String difference(BitSet expected, BitSet actual) {
        BitSet missing = (BitSet) expected.clone();
        missing.andNot(actual);
        BitSet surplus = (BitSet) actual.clone();
        surplus.andNot(expected);
        return "lacks ledger entries " + missing + ", has too many: " + surplus;
    }

    private static boolean same(BigDecimal expected, LakeRow row, String column) {
        return Values.same(expected.toPlainString(), row.value(column));
    }

    private static String text(LakeRow row, String column) {
        return String.valueOf(row.value(column));
    }
}
