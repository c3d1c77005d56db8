package io.rowtrail.quickstart.sceptic;

import io.rowtrail.lake.LakeRow;
import io.rowtrail.quickstart.verdict.AbsenceRange;
import io.rowtrail.quickstart.verdict.CapturedEntries;
import io.rowtrail.quickstart.verdict.Check;
import io.rowtrail.quickstart.verdict.Tally;
import io.rowtrail.quickstart.verdict.Values;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares the rows of an output, as they are stored, with what they must be. */
final class StoredRows {
    private final Job job;
    private final CapturedEntries captured;
    private final Set<Long> snapshots;
    private final Optional<AbsenceRange> range;
    private final Tally tally;
    private final List<Claim> claims = new ArrayList<>();

    /**
     * @param snapshots ordinals of the capture's snapshot, which name no write
     * @param range what the output's run says is absent
     */
    StoredRows(Job job, CapturedEntries captured, Set<Long> snapshots, Optional<AbsenceRange> range) {
        this.job = job;
        this.captured = captured;
        this.snapshots = snapshots;
        this.range = range;
        this.tally = new Tally("rows of " + job.table() + " with their values, exactly their writes, and absences");
    }

    /** Every row: its values and writes are the ledger's, and it is open, with a range, if something was kept out. */
    Check check(List<LakeRow> rows, Map<List<String>, BitSet> expected, Function<List<String>, BitSet> absences) {
        Set<List<String>> missing = new HashSet<>(expected.keySet());
        for (LakeRow row : rows) {
            List<String> values = job.columns().stream()
                    .map(column -> Values.plain(String.valueOf(row.value(column))))
                    .toList();
            BitSet writes = expected.get(values);
            if (writes == null || !missing.remove(values)) {
                tally.note(values + (writes == null ? ": must not be there" : ": is there twice"));
            } else {
                String problem = problem(values, row, writes, absences.apply(values));
                tally.note(problem.isEmpty() ? "" : values + ": " + problem);
            }
        }
        missing.forEach(row -> tally.note(row + ": is not there"));
        return tally.check();
    }

    /** What the rows claim that were found as they must be. */
    List<Claim> claims() {
        return claims;
    }

    private String problem(List<String> values, LakeRow row, BitSet expected, BitSet ghosts) {
        if (row.tags().isEmpty()) {
            return "has no tags";
        }
        TagSet tags = row.tags().get();
        if (tags.exactness() != Exactness.EXACT) {
            return "is " + tags.exactness();
        }
        BitSet writes = new BitSet();
        for (long ordinal : tags.ordinals()) {
            Optional<Integer> entry = captured.entry(ordinal);
            entry.ifPresent(writes::set);
            if (entry.isEmpty() && !snapshots.contains(ordinal)) {
                return "has ordinal " + ordinal + ", which no captured change has";
            }
        }
        if (!writes.equals(expected)) {
            return "has ledger entries " + writes + ", must have " + expected;
        }
        BitSet absence = (BitSet) ghosts.clone();
        absence.andNot(expected);
        claims.add(new Claim(values, writes, absence));
        if (absence.isEmpty()) {
            return "";
        }
        return tags.open()
                ? range.map(told -> told.lacks(absence, captured)).orElse("its run does not say what is absent")
                : "is closed, although entries " + absence + " took something out of it";
    }
}
