package io.rowtrail.spark.tags;

import io.rowtrail.spark.tags.RandomSql.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One more operator over a query. */
final class SqlSteps {
    private final Random random;
    private final RandomSql queries;

    SqlSteps(Random random, RandomSql queries) {
        this.random = random;
        this.queries = queries;
    }

    Made next(Made in) {
        return switch (random.nextInt(25)) {
            case 0, 1 -> filtered(in);
            case 2 -> projected(in);
            case 3, 4, 5 -> joined(in);
            case 6, 7, 8 -> aggregated(in);
            case 9 -> groupingSets(in);
            case 10 -> new Made("SELECT DISTINCT * FROM (" + in.text() + ") d", in.texts());
            case 11, 12 -> combined(in);
            case 13, 14 -> windowed(in);
            case 15 -> ranked(in);
            case 16, 17 -> matched(in);
            case 18 -> existing(in);
            case 19 -> scalar(in);
            case 20 -> limited(in);
            case 21 -> exploded(in);
            case 22 -> common(in);
            case 23 -> lateral(in);
            default -> halfJoined(in);
        };
    }

    private int any(Made in) {
        return random.nextInt(in.size());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A column of that kind, or a constant where there is none. */
    private String column(Made in, boolean text, String alias) {
        List<Integer> found = in.of(text);
        return found.isEmpty() ? text ? "'k1'" : "2" : alias + "x" + pick(found);
    }

    private String condition(Made in, String alias) {
        return switch (random.nextInt(6)) {
            case 0 -> column(in, false, alias) + " > " + random.nextInt(5);
            case 1 -> column(in, true, alias) + " <> 'k" + random.nextInt(3) + "'";
            case 2 -> alias + "x" + any(in) + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
            case 3 -> column(in, false, alias) + " <= " + column(in, false, alias);
            case 4 -> "NOT (" + condition(in, alias) + ")";
            default -> "(" + condition(in, alias) + " OR " + condition(in, alias) + ")";
        };
    }

    private static String items(int count, String alias, int first) {
        return IntStream.range(0, count)
                .mapToObj(i -> alias + "x" + i + " AS x" + (first + i))
                .collect(Collectors.joining(", "));
    }

    private static String all(Made in) {
        return IntStream.range(0, in.size()).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
    }

    private static List<Boolean> with(List<Boolean> texts, Boolean... more) {
        List<Boolean> all = new ArrayList<>(texts);
        all.addAll(List.of(more));
        return all;
    }

    private Made filtered(Made in) {
        return new Made("SELECT * FROM (" + in.text() + ") f WHERE " + condition(in, ""), in.texts());
    }

    private Made projected(Made in) {
        String text = random.nextBoolean() ? "upper(" + column(in, true, "") + ")" : column(in, true, "");
        String number = switch (random.nextInt(3)) {
            case 0 -> column(in, false, "") + " + 1";
            case 1 -> "coalesce(" + column(in, false, "") + ", 0)";
            default -> "CASE WHEN " + condition(in, "") + " THEN " + column(in, false, "") + " ELSE 7 END";
        };
        int kept = any(in);
        return new Made(
                "SELECT " + text + " AS x0, CAST(" + number + " AS BIGINT) AS x1, x" + kept + " AS x2 FROM ("
                        + in.text() + ") p",
                List.of(true, false, in.texts().get(kept)));
    }

    private String on(Made left, Made right) {
        boolean text = random.nextBoolean();
        String same = random.nextInt(4) == 0 ? " IS NOT DISTINCT FROM " : " = ";
        String on = column(left, text, "l.") + same + column(right, text, "r.");
        return random.nextInt(3) == 0
                ? on + " AND " + column(left, false, "l.") + " >= " + column(right, false, "r.")
                : on;
    }

    private Made joined(Made in) {
        Made other = queries.other(random);
        String type = pick(List.of("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
        String on = type.equals("FULL JOIN") ? onEqual(in, other) : on(in, other);
        return new Made(
                "SELECT " + items(in.size(), "l.", 0) + ", " + items(other.size(), "r.", in.size()) + " FROM ("
                        + in.text() + ") l " + type + " (" + other.text() + ") r ON " + on,
                with(in.texts(), other.texts().toArray(new Boolean[0])));
    }

    private String onEqual(Made left, Made right) {
        return column(left, false, "l.") + " = " + column(right, false, "r.");
    }

    private Made halfJoined(Made in) {
        Made other = queries.other(random);
        return new Made(
                "SELECT l.* FROM (" + in.text() + ") l " + (random.nextBoolean() ? "@SEMI" : "@ANTI") + " JOIN ("
                        + other.text() + ") r ON " + on(in, other),
                in.texts());
    }

    private String measure(Made in) {
        String number = column(in, false, "");
        return switch (random.nextInt(7)) {
            case 0 -> "count(*)";
            case 1 -> "count(x" + any(in) + ")";
            case 2 -> "sum(" + number + ")";
            case 3 -> "min(" + number + ")";
            case 4 -> "max(" + number + ")";
            case 5 -> "count(DISTINCT x" + any(in) + ")";
            default -> "sum(" + number + ") FILTER (WHERE " + condition(in, "") + ")";
        };
    }

    private Made aggregated(Made in) {
        String measures = "CAST(" + measure(in) + " AS BIGINT)";
        if (random.nextInt(5) == 0) {
            return new Made("SELECT " + measures + " AS x0 FROM (" + in.text() + ") g", List.of(false));
        }
        int key = any(in);
        String having = random.nextInt(4) == 0 ? " HAVING " + measure(in) + " > 1" : "";
        return new Made(
                "SELECT x" + key + " AS x0, " + measures + " AS x1 FROM (" + in.text() + ") g GROUP BY x" + key
                        + having,
                List.of(in.texts().get(key), false));
    }

    private Made groupingSets(Made in) {
        if (in.size() < 2) {
            return aggregated(in);
        }
        int first = any(in);
        int second = (first + 1) % in.size();
        String a = "x" + first;
        String b = "x" + second;
        String by = pick(List.of(
                "ROLLUP (" + a + ", " + b + ")",
                "CUBE (" + a + ", " + b + ")",
                "GROUPING SETS ((" + a + "), (" + b + "))"));
        // Over no rows the engines differ in the grand total.
        return new Made(
                "SELECT " + a + " AS x0, " + b + " AS x1, CAST(" + measure(in) + " AS BIGINT) AS x2 FROM ("
                        + in.text() + ") g GROUP BY " + by + " HAVING count(*) > 0",
                List.of(in.texts().get(first), in.texts().get(second), false));
    }

    private Made combined(Made in) {
        Made other = queries.other(random);
        boolean text = random.nextBoolean();
        String operator = pick(List.of("UNION ALL", "UNION ALL", "UNION", "INTERSECT", "EXCEPT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL"));
        return new Made(
                "SELECT " + column(in, text, "") + " AS x0, " + column(in, false, "") + " AS x1 FROM (" + in.text()
                        + ") a " + operator + " SELECT " + column(other, text, "") + " AS x0, "
                        + column(other, false, "") + " AS x1 FROM (" + other.text() + ") b",
                List.of(text, false));
    }

    private Made windowed(Made in) {
        String by = random.nextInt(5) == 0 ? "" : "PARTITION BY x" + any(in) + " ";
        String number = column(in, false, "");
        String call = switch (random.nextInt(7)) {
            case 0 -> "sum(" + number + ") OVER (" + by + ")";
            case 1 -> "rank() OVER (" + by + "ORDER BY " + number + " DESC)";
            case 2 -> "row_number() OVER (" + by + "ORDER BY " + all(in) + ")";
            case 3 -> "lag(" + number + ") OVER (" + by + "ORDER BY " + all(in) + ")";
            case 4 -> "sum(" + number + ") OVER (" + by + "ORDER BY " + all(in)
                    + " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)";
            case 5 -> "ntile(2) OVER (" + by + "ORDER BY " + all(in) + ")";
            default -> "count(*) OVER (" + by + "ORDER BY " + number + ")";
        };
        return new Made(
                "SELECT *, CAST(" + call + " AS BIGINT) AS x" + in.size() + " FROM (" + in.text() + ") w",
                with(in.texts(), false));
    }

    private Made ranked(Made in) {
        String by = random.nextInt(4) == 0 ? "" : "PARTITION BY x" + any(in) + " ";
        String function = pick(List.of("rank", "row_number", "dense_rank"));
        return new Made(
                "SELECT " + all(in) + " FROM (SELECT *, " + function + "() OVER (" + by + "ORDER BY " + all(in)
                        + ") AS rn FROM (" + in.text() + ") w) r WHERE rn <= " + (1 + random.nextInt(2)),
                in.texts());
    }

    private Made matched(Made in) {
        Made other = queries.other(random);
        boolean text = random.nextBoolean();
        String in1 = column(in, text, "o.") + (random.nextBoolean() ? " IN " : " NOT IN ") + "(SELECT "
                + column(other, text, "") + " FROM (" + other.text() + ") i)";
        String condition = random.nextInt(4) == 0 ? "(" + in1 + " OR " + condition(in, "o.") + ")" : in1;
        return new Made("SELECT * FROM (" + in.text() + ") o WHERE " + condition, in.texts());
    }

    private Made existing(Made in) {
        Made other = queries.other(random);
        boolean text = random.nextBoolean();
        String where = column(other, text, "i.") + " = " + column(in, text, "o.");
        String more = random.nextInt(3) == 0 ? " AND " + condition(other, "i.") : "";
        return new Made(
                "SELECT * FROM (" + in.text() + ") o WHERE " + (random.nextBoolean() ? "NOT " : "")
                        + "EXISTS (SELECT 1 FROM (" + other.text() + ") i WHERE " + where + more + ")",
                in.texts());
    }

    private Made scalar(Made in) {
        Made other = queries.other(random);
        boolean text = random.nextBoolean();
        String correlated = random.nextBoolean()
                ? " WHERE " + column(other, text, "i.") + " = " + column(in, text, "o.")
                : "";
        String value = "(SELECT " + pick(List.of("max", "min", "count", "sum")) + "(" + column(other, false, "i.")
                + ") FROM (" + other.text() + ") i" + correlated + ")";
        return random.nextBoolean()
                ? new Made(
                        "SELECT o.*, CAST(" + value + " AS BIGINT) AS x" + in.size() + " FROM (" + in.text() + ") o",
                        with(in.texts(), false))
                : new Made(
                        "SELECT * FROM (" + in.text() + ") o WHERE " + column(in, false, "o.")
                                + pick(List.of(" >= ", " < ", " = ")) + value,
                        in.texts());
    }

    private Made limited(Made in) {
        String offset = random.nextInt(3) == 0 ? " OFFSET 1" : "";
        return new Made(
                "SELECT * FROM (" + in.text() + ") s ORDER BY " + all(in) + " LIMIT " + (1 + random.nextInt(4)) + offset,
                in.texts());
    }

    private Made exploded(Made in) {
        return new Made(
                "SELECT *, @EACH(" + column(in, false, "") + ", 3) AS x" + in.size() + " FROM (" + in.text() + ") e",
                with(in.texts(), false));
    }

    private Made common(Made in) {
        return new Made(
                "WITH c AS (" + in.text() + ") SELECT " + items(in.size(), "l.", 0) + ", r.x0 AS x" + in.size()
                        + " FROM c l " + pick(List.of("JOIN", "LEFT JOIN")) + " c r ON " + on(in, in),
                with(in.texts(), in.texts().get(0)));
    }

    private Made lateral(Made in) {
        Made other = queries.other(random);
        boolean text = random.nextBoolean();
        String where = column(other, text, "i.") + " = " + column(in, text, "o.");
        boolean sum = random.nextBoolean();
        String inner = sum ? "sum(" + column(other, false, "i.") + ")" : column(other, false, "i.");
        return new Made(
                "SELECT o.*, CAST(l.y AS BIGINT) AS x" + in.size() + " FROM (" + in.text() + ") o, LATERAL (SELECT "
                        + inner + " AS y FROM (" + other.text() + ") i WHERE " + where + ") l",
                with(in.texts(), false));
    }
}
