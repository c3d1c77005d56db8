package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table that a query reads or that a job wrote.
 *
 * @param texts for each column whether it is text, else a whole number
 * @param tagged whether its rows carry tags
 * @param through no ordinal in it is greater
 * @param decided the columns whose value other rows decide
 */
record Stored(
        List<Boolean> texts, List<Row> rows, boolean tagged, Absence absence, long through, DecidedColumns decided) {
    /** Up to this ordinal the made-up histories are complete. */
    static final long PIN = 28;

    private static final List<Boolean> SOURCE = List.of(false, true, true, false);

    /** A row; numbers are longs. */
    record Row(List<Object> values, TagSet tags) {
        List<String> text() {
            return values.stream().map(String::valueOf).toList();
        }
    }

    /** The state of a change table, tagged as a run that copies it would tag it. */
    static Stored current(ChangeHistory history) {
        List<Row> rows = new ArrayList<>();
        history.state(PIN).values().forEach(live -> rows.add(new Row(
                values(live),
                TagSet.of(live.tags().stream().mapToLong(x -> x).toArray()))));
        TreeSet<Long> absent = history.absence(PIN);
        Absence absence =
                absent.isEmpty() ? Absence.NONE : new Absence(absent.first(), absent.last(), absent.size());
        return new Stored(SOURCE, rows, true, absence, PIN, DecidedColumns.NONE);
    }

    /** The same columns without any ordinal. */
    static Stored untagged(ChangeHistory history) {
        List<Row> rows = new ArrayList<>();
        history.state(PIN).values().forEach(live -> rows.add(new Row(values(live), TagSet.EMPTY)));
        return new Stored(SOURCE, rows, false, Absence.NONE, 0, DecidedColumns.NONE);
    }

    /** A table of these columns, its rows left out. */
    Stored withColumns(List<Boolean> others) {
        return new Stored(others, List.of(), tagged, absence, through, decided);
    }

    private static List<Object> values(ChangeHistory.Live live) {
        Long amount = live.amount() == null ? null : live.amount().longValue();
        return Arrays.asList((long) live.a(), live.b(), live.value(), amount);
    }

    /** The ordinals that a row's tags, and if it is open the table's absence, leave free. */
    Set<Long> free(Row row) {
        Set<Long> free = new TreeSet<>();
        for (long ordinal = 1; ordinal <= PIN; ordinal++) {
            boolean absent = row.tags().open()
                    && !absence.isNone()
                    && ordinal >= absence.min()
                    && ordinal <= absence.max();
            if (!absent && !row.tags().contains(ordinal)) {
                free.add(ordinal);
            }
        }
        return free;
    }
}
