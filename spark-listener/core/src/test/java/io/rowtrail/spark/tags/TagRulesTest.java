package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.rowtrail.spark.current.ChangeHistory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rules themselves against what would have happened: transactions are taken away and the plain query runs again. */
class TagRulesTest {
    private static final int CASES = Boolean.getBoolean("rowtrail.long") ? 20_000 : 5_000;
    private static final int REMOVALS = 6;

    @Test
    void aRowOutlivesTheRemovalOfWhatItDoesNotName() {
        long checked = 0;
        long closed = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            Map<String, ChangeHistory> histories = histories(seed);
            Query query = new RandomQuery(seed, "lake.src").make(1 + random.nextInt(4));
            Rel result = query.eval().apply(data(histories, Set.of()));
            if (result.rows().size() > 2_000) {
                continue;
            }
            for (int i = 0; i < REMOVALS; i++) {
                Set<Long> removed = new HashSet<>();
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    removed.add(1L + random.nextInt(30));
                }
                Set<List<Object>> left = new HashSet<>();
                query.eval().apply(data(histories, removed)).rows().forEach(row -> left.add(row.values()));
                for (Rel.Tuple row : result.rows()) {
                    boolean named = row.tags().stream().anyMatch(removed::contains);
                    boolean missing = row.open() && result.absence().stream().anyMatch(removed::contains);
                    if (named || missing) {
                        continue;
                    }
                    checked++;
                    closed += row.open() ? 0 : 1;
                    if (!left.contains(row.values())) {
                        fail("seed %d, without %s: %s is gone%n%s", seed, removed, row, query.sql());
                    }
                }
            }
        }
        assertThat(checked).as("removals that a row had to outlive").isGreaterThan(CASES);
        assertThat(closed).as("of them of closed rows").isPositive();
    }

    @Test
    void aClosedRowNeedsNothingButWhatItNames() {
        long checked = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Map<String, ChangeHistory> histories = histories(seed);
            Query query = new RandomQuery(seed, "lake.src").make(1 + new Random(seed).nextInt(4));
            Rel result = query.eval().apply(data(histories, Set.of()));
            List<Rel.Tuple> some = new ArrayList<>(result.rows().subList(0, Math.min(3, result.rows().size())));
            for (Rel.Tuple row : some) {
                if (row.open()) {
                    continue;
                }
                checked++;
                TreeSet<Long> others = new TreeSet<>(result.reach());
                others.removeAll(row.tags());
                Rel alone = query.eval().apply(data(histories, others));
                if (alone.rows().stream().noneMatch(left -> left.values().equals(row.values()))) {
                    fail("seed %d: %s is not there with its own transactions only%n%s", seed, row, query.sql());
                }
            }
        }
        assertThat(checked).isGreaterThan(CASES / 10);
    }

    static Map<String, ChangeHistory> histories(long seed) {
        return Map.of(
                "h", ChangeHistory.random(seed, 30, 10, seed % 3 == 0),
                "k", ChangeHistory.random(seed + 1_000_000, 30, 8, false),
                "i", ChangeHistory.insertsOnly(seed, 10));
    }

    static Map<String, Rel> data(Map<String, ChangeHistory> histories, Set<Long> removed) {
        Map<String, Rel> data = new java.util.HashMap<>();
        histories.forEach((name, history) -> data.put(name, Rel.current(history.without(removed), 28)));
        return data;
    }
}
