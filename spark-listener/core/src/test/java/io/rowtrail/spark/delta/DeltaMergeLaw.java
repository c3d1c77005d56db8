package io.rowtrail.spark.delta;

import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.spark.files.TargetLake;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;

/**
 * Made-up MERGE, UPDATE and DELETE statements on a Delta table, tried by removal: DuckDB runs them over what the change
 * tables would hold had some transactions never happened.
 */
final class DeltaMergeLaw implements AutoCloseable {
    private static final int TRANSACTIONS = 30;
    private static final int REMOVALS = 60;
    private static final String COLUMNS = "a, b, value, amount";

    private final TargetLake lake;
    private final Connection duck = DriverManager.getConnection("jdbc:duckdb:");
    private long rows;
    private long outlived;
    private long alone;

    DeltaMergeLaw(TargetLake lake) throws SQLException {
        this.lake = lake;
    }

    long outlived() {
        return outlived;
    }

    long alone() {
        return alone;
    }

    String tally() {
        return rows + " rows, " + outlived + " removals outlived, " + alone + " closed rows left alone";
    }

    /** What the case breaks; empty if nothing. */
    List<String> check(long seed) throws Exception {
        Random random = new Random(seed);
        boolean inserts = random.nextBoolean();
        ChangeHistory target = history(2 * seed, inserts);
        ChangeHistory source = history(2 * seed + 1, inserts);
        List<String> statements = statements(random);
        Map<String, TagSet> tagged = tagged(target, source, statements);
        Absence absence = absence();
        String title = "seed " + seed + ": " + String.join("; ", statements) + ": ";
        if (!plain(target, source, Set.of(), statements).equals(tagged.keySet())) {
            return List.of(title + "the rows are not DuckDB's");
        }
        rows += tagged.size();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < REMOVALS; i++) {
            Set<Long> removed = removal(random, i);
            Set<String> left = plain(target, source, removed, statements);
            tagged.forEach((row, tags) -> {
                boolean mayGo = removed.stream().anyMatch(x -> tags.mayContain(x) || (tags.open() && isIn(absence, x)));
                outlived += mayGo ? 0 : 1;
                if (!mayGo && !left.contains(row)) {
                    wrong.add(title + row + " " + tags + " does not outlive " + removed);
                }
            });
        }
        for (Map.Entry<String, TagSet> row : tagged.entrySet()) {
            if (row.getValue().exactness() != Exactness.EXACT) {
                wrong.add(title + row + " is not exact");
            } else if (!row.getValue().open()) {
                alone++;
                Set<Long> others = new TreeSet<>(LongStream.rangeClosed(1, TRANSACTIONS).boxed().toList());
                LongStream.of(row.getValue().ordinals()).forEach(others::remove);
                if (!plain(target, source, others, statements).contains(row.getKey())) {
                    wrong.add(title + row + " is not there alone");
                }
            }
        }
        return wrong;
    }

    /** Histories of inserts alone leave rows closed. */
    private static ChangeHistory history(long seed, boolean inserts) {
        return inserts
                ? ChangeHistory.insertsOnly(seed, 12 + (int) (seed % 5) * 4)
                : ChangeHistory.random(seed, TRANSACTIONS, 24, false);
    }

    private static Set<Long> removal(Random random, int i) {
        Set<Long> removed = new TreeSet<>();
        removed.add(i < TRANSACTIONS ? i + 1L : 1L + random.nextInt(TRANSACTIONS));
        for (int more = i < TRANSACTIONS ? 0 : 1 + random.nextInt(3); more > 0; more--) {
            removed.add(1L + random.nextInt(TRANSACTIONS));
        }
        return removed;
    }

    private static boolean isIn(Absence absence, long ordinal) {
        return !absence.isNone() && absence.min() <= ordinal && ordinal <= absence.max();
    }

    private static List<String> statements(Random random) {
        List<String> statements = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            statements.add(
                    switch (random.nextInt(5)) {
                        case 0 -> pick(
                                random,
                                "UPDATE t SET value = 'x' WHERE amount IS NULL",
                                "UPDATE t SET amount = amount + 1 WHERE a < 3",
                                "UPDATE t SET amount = a, value = b");
                        case 1 -> pick(random, "DELETE FROM t WHERE amount = 4", "DELETE FROM t WHERE a = 1 OR value = 'v1'");
                        default -> merge(random);
                    });
        }
        if (statements.stream().noneMatch(statement -> statement.startsWith("MERGE"))) {
            statements.add(merge(random));
        }
        return statements;
    }

    private static String merge(Random random) {
        List<String> branches = new ArrayList<>();
        branches.add(pick(random, "", " WHEN MATCHED AND s.amount > 6 THEN DELETE"));
        branches.add(pick(
                random,
                "",
                " WHEN MATCHED THEN UPDATE SET value = s.value",
                " WHEN MATCHED AND s.amount > 2 THEN UPDATE SET amount = s.amount + coalesce(t.amount, 0)",
                " WHEN MATCHED THEN UPDATE SET a = s.a, b = s.b, value = s.value, amount = s.amount"));
        branches.add(pick(
                random,
                "",
                " WHEN NOT MATCHED THEN INSERT (a, b, value, amount) VALUES (s.a, s.b, s.value, s.amount)",
                " WHEN NOT MATCHED AND s.amount > 1 THEN INSERT (b, a, value) VALUES (s.b, s.a, 'new')"));
        branches.add(pick(
                random,
                "",
                "",
                " WHEN NOT MATCHED BY SOURCE AND t.amount > 5 THEN DELETE",
                " WHEN NOT MATCHED BY SOURCE AND t.amount > 3 THEN UPDATE SET value = 'gone'"));
        if (String.join("", branches).isEmpty()) {
            return merge(random);
        }
        String read = pick(
                random,
                "SELECT * FROM source",
                "SELECT a, b, value, amount FROM source WHERE amount > 1",
                "SELECT a, 'k1' AS b, min(value) AS value, CAST(count(*) AS INT) AS amount FROM source GROUP BY a");
        return "MERGE INTO t USING (" + read + ") s ON t.a = s.a AND t.b = s.b" + String.join("", branches);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** The rows with their sets, as a tagged job reads them. */
    private Map<String, TagSet> tagged(ChangeHistory target, ChangeHistory source, List<String> statements)
            throws Exception {
        target.land(lake.session(), "lake.src.law_target", TRANSACTIONS);
        source.land(lake.session(), "lake.src.law_source", TRANSACTIONS);
        lake.sql("CREATE OR REPLACE TABLE law USING delta AS SELECT " + COLUMNS
                + " FROM rowtrail_current('lake.src.law_target')");
        for (String statement : statements) {
            lake.sql(statement.replace("FROM source", "FROM rowtrail_current('lake.src.law_source')")
                    .replace("INTO t ", "INTO law t ")
                    .replace("UPDATE t ", "UPDATE law ")
                    .replace("DELETE FROM t ", "DELETE FROM law "));
        }
        lake.sql("CREATE OR REPLACE TABLE lake.out.law AS SELECT * FROM law");
        Map<String, TagSet> rows = new TreeMap<>();
        for (Row row : lake.sql("SELECT " + COLUMNS + ", _rt_tags FROM lake.out.law")) {
            rows.put(
                    row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3),
                    TagSet.decode((byte[]) row.get(4)));
        }
        return rows;
    }

    private Absence absence() {
        Map<String, String> summary = lake.sql("SELECT summary FROM lake.out.law.snapshots ORDER BY committed_at DESC")
                .get(0)
                .getJavaMap(0);
        return Absence.stated(summary);
    }

    private Set<String> plain(
            ChangeHistory target, ChangeHistory source, Set<Long> removed, List<String> statements)
            throws SQLException {
        try (Statement statement = duck.createStatement()) {
            fill(statement, "t", target.without(removed));
            fill(statement, "source", source.without(removed));
            for (String sql : statements) {
                statement.execute(sql);
            }
            Set<String> rows = new HashSet<>();
            try (ResultSet result = statement.executeQuery("SELECT " + COLUMNS + " FROM t")) {
                while (result.next()) {
                    rows.add(result.getObject(1) + " " + result.getObject(2) + " " + result.getObject(3) + " "
                            + result.getObject(4));
                }
            }
            return rows;
        }
    }

    private static void fill(Statement statement, String table, ChangeHistory history) throws SQLException {
        statement.execute("CREATE OR REPLACE TABLE " + table + " (a INT, b VARCHAR, value VARCHAR, amount INT)");
        for (ChangeHistory.Live row : history.state(TRANSACTIONS).values()) {
            statement.execute("INSERT INTO " + table + " VALUES (" + row.a() + ", '" + row.b() + "', '" + row.value()
                    + "', " + row.amount() + ")");
        }
    }

    @Override
    public void close() throws SQLException {
        duck.close();
    }
}
