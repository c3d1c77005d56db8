package io.rowtrail.spark.tags;

import io.rowtrail.spark.tags.Rel.Col;
import io.rowtrail.spark.tags.Rel.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A query twice: as SQL whose columns are x0, x1, …, and as the rules' plain words in Java.
 *
 * @param eval its result over the current state of named change tables
 */
record Query(String sql, List<Col> cols, Function<Map<String, Rel>, Rel> eval) {
    /** {@code table} is the name in SQL, {@code name} that of the data. */
    static Query source(String table, String name) {
        List<Col> cols =
                List.of(new Col(false, false), new Col(true, false), new Col(true, false), new Col(false, false));
        return new Query(
                "SELECT CAST(a AS BIGINT) x0, b x1, value x2, CAST(amount AS BIGINT) x3 FROM rowtrail_current('" + table
                        + "')",
                cols,
                data -> data.get(name));
    }

    private Query of(String text, List<Col> others, Function<Rel, Rel> step) {
        return new Query(text, others, data -> step.apply(eval.apply(data)));
    }

    private String from(String alias) {
        return "(" + sql + ") " + alias;
    }

    Query greater(int column, long bound) {
        return filter("x" + column + " > " + bound, column, value -> value != null && (Long) value > bound);
    }

    Query equal(int column, String text) {
        return filter("x" + column + " = '" + text + "'", column, text::equals);
    }

    private Query filter(String condition, int column, Function<Object, Boolean> test) {
        return of("SELECT * FROM " + from("f") + " WHERE " + condition, cols, rel -> {
            Rel kept = rel.where(row -> test.apply(row.values().get(column)));
            return cols.get(column).decided() ? kept.decidedByValue() : kept;
        });
    }

    Query project(List<Integer> columns) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            items.add("x" + columns.get(i) + " AS x" + i);
        }
        List<Col> others = columns.stream().map(cols::get).toList();
        return of("SELECT " + String.join(", ", items) + " FROM " + from("p"), others, rel -> rel.cols(others)
                .rows(rel.rows().stream()
                        .map(row -> row.with(pick(row, columns)))
                        .toList()));
    }

    private static List<Object> pick(Tuple row, List<Integer> columns) {
        List<Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(row.values().get(column)));
        return values;
    }

    Query join(Query right, int mine, int theirs, boolean outer) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < cols.size(); i++) {
            items.add("l.x" + i + " AS x" + i);
        }
        List<Col> others = new ArrayList<>(cols);
        for (int i = 0; i < right.cols.size(); i++) {
            items.add("r.x" + i + " AS x" + (cols.size() + i));
            others.add(outer ? right.cols.get(i).asDecided() : right.cols.get(i));
        }
        String text = "SELECT " + String.join(", ", items) + " FROM " + from("l") + (outer ? " LEFT" : "") + " JOIN "
                + right.from("r") + " ON l.x" + mine + " = r.x" + theirs;
        boolean decided = cols.get(mine).decided()
                || right.cols.get(theirs).decided();
        // The condition sees the right side's columns before the join decides them.
        return new Query(text, others, data -> {
            Rel a = eval.apply(data);
            Rel b = right.eval.apply(data);
            List<Tuple> rows = new ArrayList<>();
            for (Tuple left : a.rows()) {
                boolean met = false;
                for (Tuple other : b.rows()) {
                    Object value = left.values().get(mine);
                    if (value != null && value.equals(other.values().get(theirs))) {
                        met = true;
                        rows.add(Tuple.union(
                                Rel.plus(left.values(), other.values()), List.of(left, other), false));
                    }
                }
                if (outer && !met) {
                    List<Object> values = Rel.plus(left.values(), Collections.nCopies(right.cols.size(), null));
                    rows.add(new Tuple(values, left.tags(), left.open() || b.lacks()));
                }
            }
            Rel both = new Rel(
                    others,
                    rows,
                    Rel.union(a.absence(), b.absence()),
                    Rel.union(a.reach(), b.reach()));
            Rel result = outer ? both.lacking(b.reach()) : both;
            return decided ? result.decidedByValue() : result;
        });
    }

    /** Keys, then count(*) and the sum of a number; {@code summed} negative: of ones. */
    Query aggregate(List<Integer> keys, int summed) {
        List<String> items = new ArrayList<>();
        List<String> by = new ArrayList<>();
        List<Col> others = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            items.add("x" + keys.get(i) + " AS x" + i);
            by.add("x" + keys.get(i));
            others.add(cols.get(keys.get(i)));
        }
        items.add("count(*) AS x" + keys.size());
        items.add("sum(" + (summed < 0 ? "1" : "x" + summed) + ") AS x" + (keys.size() + 1));
        others.add(new Col(false, true));
        others.add(new Col(false, true));
        String text = "SELECT " + String.join(", ", items) + " FROM " + from("g")
                + (by.isEmpty() ? "" : " GROUP BY " + String.join(", ", by));
        return of(text, others, rel -> grouped(rel, keys, others, group -> {
            Long sum = null;
            for (Tuple row : group) {
                Long value = summed < 0 ? Long.valueOf(1) : (Long) row.values().get(summed);
                sum = value == null ? sum : Long.valueOf(sum == null ? value : sum + value);
            }
            List<Object> values = new ArrayList<>();
            values.add((long) group.size());
            values.add(sum);
            return values;
        }));
    }

    private static Rel grouped(
            Rel rel, List<Integer> keys, List<Col> others, Function<List<Tuple>, List<Object>> values) {
        Map<List<Object>, List<Tuple>> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        rel.rows().forEach(row ->
                groups.computeIfAbsent(pick(row, keys), key -> new ArrayList<>()).add(row));
        boolean decided = keys.stream().anyMatch(key -> rel.cols().get(key).decided());
        List<Tuple> rows = new ArrayList<>();
        groups.forEach((key, group) ->
                rows.add(Tuple.union(Rel.plus(key, values.apply(group)), group, decided || rel.lacks())));
        Rel result = new Rel(others, rows, rel.absence(), rel.reach());
        return decided ? result.lacking(rel.reach()) : result;
    }

    Query distinct() {
        List<Integer> all = all();
        return of("SELECT DISTINCT * FROM " + from("d"), cols, rel -> grouped(rel, all, cols, group -> List.of()));
    }

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < cols.size(); i++) {
            all.add(i);
        }
        return all;
    }

    /** UNION ALL of queries whose columns have the same types. */
    Query unionAll(Query other) {
        List<Col> others = new ArrayList<>();
        for (int i = 0; i < cols.size(); i++) {
            others.add(new Col(
                    cols.get(i).text(), cols.get(i).decided() || other.cols.get(i).decided()));
        }
        return new Query("SELECT * FROM " + from("u") + " UNION ALL SELECT * FROM " + other.from("v"), others, data -> {
            Rel a = eval.apply(data);
            Rel b = other.eval.apply(data);
            return new Rel(
                    others,
                    Rel.plus(a.rows(), b.rows()),
                    Rel.union(a.absence(), b.absence()),
                    Rel.union(a.reach(), b.reach()));
        });
    }

    /** One column more: the sum of a number over the partition, or the row's rank in it by that number, greatest first. */
    Query window(int partition, int number, boolean rank) {
        List<Col> others = new ArrayList<>(cols);
        others.add(new Col(false, true));
        String function = rank
                ? "CAST(rank() OVER (PARTITION BY x" + partition + " ORDER BY x" + number + " DESC NULLS LAST) AS BIGINT)"
                : "sum(x" + number + ") OVER (PARTITION BY x" + partition + ")";
        return of("SELECT *, " + function + " AS x" + cols.size() + " FROM " + from("w"), others, rel -> {
            boolean decided = cols.get(partition).decided();
            List<Tuple> rows = new ArrayList<>();
            for (Tuple row : rel.rows()) {
                List<Tuple> peers = rel.where(other -> Objects.equals(
                                other.values().get(partition), row.values().get(partition)))
                        .rows();
                Long value = rank ? rankOf(row, peers, number) : sumOf(peers, number);
                List<Object> values = new ArrayList<>(row.values());
                values.add(value);
                rows.add(Tuple.union(values, peers, decided || rel.lacks()));
            }
            Rel result = rel.rows(rows).cols(others);
            return decided ? result.lacking(rel.reach()) : result;
        });
    }

    private static Long sumOf(List<Tuple> rows, int number) {
        Long sum = null;
        for (Tuple row : rows) {
            Long value = (Long) row.values().get(number);
            sum = value == null ? sum : Long.valueOf(sum == null ? value : sum + value);
        }
        return sum;
    }

    private static Long rankOf(Tuple row, List<Tuple> peers, int number) {
        Long mine = (Long) row.values().get(number);
        return 1
                + peers.stream()
                        .map(peer -> (Long) peer.values().get(number))
                        .filter(value -> value != null && (mine == null || value > mine))
                        .count();
    }

    /** Rows for which the other query has the same value, by IN or by EXISTS. */
    Query matching(Query other, int mine, int theirs, boolean exists) {
        String condition = exists
                ? "EXISTS (SELECT 1 FROM " + other.from("i") + " WHERE i.x" + theirs + " = o.x" + mine + ")"
                : "o.x" + mine + " IN (SELECT x" + theirs + " FROM " + other.from("i") + ")";
        boolean decided =
                cols.get(mine).decided() || (!exists && other.cols.get(theirs).decided());
        return new Query("SELECT * FROM " + from("o") + " WHERE " + condition, cols, data -> {
            Rel a = eval.apply(data);
            Rel b = other.eval.apply(data);
            Rel inside = exists && other.cols.get(theirs).decided() ? b.decidedByValue() : b;
            List<Tuple> rows = new ArrayList<>();
            for (Tuple row : a.rows()) {
                List<Tuple> matches = matches(row, mine, inside, theirs);
                if (!matches.isEmpty()) {
                    rows.add(row.and(matches));
                }
            }
            Rel result = a.rows(rows).lacking(inside.absence()).reaching(inside.reach());
            return decided ? result.decidedByValue() : result;
        });
    }

    /** Rows for which the other query has no such value. */
    Query notMatching(Query other, int mine, int theirs) {
        String condition =
                "NOT EXISTS (SELECT 1 FROM " + other.from("i") + " WHERE i.x" + theirs + " = o.x" + mine + ")";
        boolean decided = cols.get(mine).decided();
        return new Query("SELECT * FROM " + from("o") + " WHERE " + condition, cols, data -> {
            Rel a = eval.apply(data);
            Rel b = other.eval.apply(data);
            Rel inside = other.cols.get(theirs).decided() ? b.decidedByValue() : b;
            List<Tuple> rows = a.where(row -> matches(row, mine, inside, theirs).isEmpty()).rows().stream()
                    .map(row -> inside.lacks() ? row.opened() : row)
                    .toList();
            Rel result = a.rows(rows)
                    .lacking(Rel.union(inside.absence(), inside.reach()))
                    .reaching(inside.reach());
            return decided ? result.decidedByValue() : result;
        });
    }

    private static List<Tuple> matches(Tuple row, int mine, Rel other, int theirs) {
        Object value = row.values().get(mine);
        return other.where(candidate ->
                        value != null && value.equals(candidate.values().get(theirs)))
                .rows();
    }

    /** Rows whose number is at least the greatest number of the other query. */
    Query atLeastGreatest(Query other, int mine, int theirs) {
        String text = "SELECT * FROM " + from("o") + " WHERE x" + mine + " >= (SELECT max(x" + theirs + ") FROM "
                + other.from("i") + ")";
        return new Query(text, cols, data -> {
            Rel a = eval.apply(data);
            Rel b = other.eval.apply(data);
            Long greatest = b.rows().stream()
                    .map(row -> (Long) row.values().get(theirs))
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
            List<Tuple> rows = a
                    .where(row -> greatest != null
                            && row.values().get(mine) != null
                            && (Long) row.values().get(mine) >= greatest)
                    .rows()
                    .stream()
                    .map(row -> row.and(b.rows()))
                    .toList();
            return a.rows(rows)
                    .lacking(Rel.union(b.absence(), b.reach()))
                    .reaching(b.reach())
                    .decidedByValue();
        });
    }

    /** The first rows of the distinct ones, ordered by all columns. */
    Query first(int count) {
        Query base = distinct();
        List<String> order = new ArrayList<>();
        base.all().forEach(column -> order.add("x" + column));
        String text = "SELECT * FROM " + base.from("s") + " ORDER BY " + String.join(", ", order) + " LIMIT " + count;
        boolean decided = cols.stream().anyMatch(Col::decided);
        return base.of(text, cols, rel -> {
            List<Tuple> rows = new ArrayList<>(rel.rows());
            rows.sort(Query::byValues);
            List<Tuple> kept = new ArrayList<>();
            for (Tuple row : rows.subList(0, Math.min(count, rows.size()))) {
                kept.add(decided || rel.lacks() ? row.opened() : row);
            }
            return rel.rows(kept).lacking(rel.reach());
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a column's values are of one comparable type
    private static int byValues(Tuple left, Tuple right) {
        for (int i = 0; i < left.values().size(); i++) {
            Comparable a = (Comparable) left.values().get(i);
            Comparable b = (Comparable) right.values().get(i);
            int order = a == null ? b == null ? 0 : -1 : b == null ? 1 : a.compareTo(b);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

}
