package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ChangeHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A table of the naive interpreter.
 *
 * @param absence the transactions without which more rows could be here
 * @param reach all transactions below
 */
record Rel(List<Col> cols, List<Tuple> rows, TreeSet<Long> absence, TreeSet<Long> reach) {
    /** A column; text or whole number, and whether other rows decide its value. */
    record Col(boolean text, boolean decided) {
        Col asDecided() {
            return new Col(text, true);
        }
    }

    /** A row; numbers are longs. */
    record Tuple(List<Object> values, TreeSet<Long> tags, boolean open) {
        Tuple opened() {
            return new Tuple(values, tags, true);
        }

        Tuple with(List<Object> others) {
            return new Tuple(others, tags, open);
        }

        Tuple and(Collection<Tuple> others) {
            return union(values, plus(List.of(this), others), open);
        }

        static Tuple union(List<Object> values, Collection<Tuple> rows, boolean open) {
            TreeSet<Long> tags = new TreeSet<>();
            boolean any = open;
            for (Tuple row : rows) {
                tags.addAll(row.tags);
                any |= row.open;
            }
            return new Tuple(values, tags, any);
        }
    }

    static <T> List<T> plus(Collection<? extends T> left, Collection<? extends T> right) {
        List<T> both = new ArrayList<>(left);
        both.addAll(right);
        return both;
    }

    static TreeSet<Long> union(TreeSet<Long> left, TreeSet<Long> right) {
        TreeSet<Long> both = new TreeSet<>(left);
        both.addAll(right);
        return both;
    }

    static Rel current(ChangeHistory history, long through) {
        List<Tuple> rows = new ArrayList<>();
        history.state(through).values().forEach(live -> rows.add(new Tuple(
                Arrays.asList(
                        (long) live.a(),
                        live.b(),
                        live.value(),
                        live.amount() == null ? null : live.amount().longValue()),
                live.tags(),
                false)));
        TreeSet<Long> reach = new TreeSet<>();
        history.changes().stream().filter(c -> c.tx() <= through).forEach(c -> reach.add(c.tx()));
        List<Col> cols = List.of(
                new Col(false, false), new Col(true, false), new Col(true, false), new Col(false, false));
        return new Rel(cols, rows, history.absence(through), reach);
    }

    boolean lacks() {
        return !absence.isEmpty();
    }

    Rel rows(List<Tuple> others) {
        return new Rel(cols, others, absence, reach);
    }

    Rel cols(List<Col> others) {
        return new Rel(others, rows, absence, reach);
    }

    Rel lacking(TreeSet<Long> more) {
        return new Rel(cols, rows, union(absence, more), reach);
    }

    Rel reaching(TreeSet<Long> more) {
        return new Rel(cols, rows, absence, union(reach, more));
    }

    /** Every row open, and anything below may be missing. */
    Rel decidedByValue() {
        return rows(rows.stream().map(Tuple::opened).toList()).lacking(reach);
    }

    Rel where(Predicate<Tuple> condition) {
        return rows(rows.stream().filter(condition).toList());
    }
}
