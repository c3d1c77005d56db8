package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ChangeHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * One made-up history, and one query over it or two of which the second reads what the first wrote.
 *
 * @param first the steps of the job that writes {@code mid}; empty: one job only
 */
record OracleCase(long seed, List<Long> first, List<Long> second) {
    static OracleCase of(long seed) {
        Random random = new Random(seed);
        boolean composed = seed % 3 == 0;
        return new OracleCase(
                seed,
                composed ? RandomSql.steps(random.nextLong(), 1 + random.nextInt(2)) : List.of(),
                RandomSql.steps(random.nextLong(), 1 + random.nextInt(4)));
    }

    boolean composed() {
        return !first.isEmpty();
    }

    /**
     * The tables {@code h}, {@code k} and {@code i} (insert-only) as if some transactions had never happened, and {@code u}
     * without ordinals. In every other case {@code h} is insert-only too, so that there are closed rows.
     */
    Map<String, Stored> tables(Set<Long> removed) {
        Map<String, Stored> tables = new HashMap<>();
        histories().forEach((name, history) -> tables.put(name, Stored.current(history.without(removed))));
        tables.put("u", Stored.untagged(ChangeHistory.insertsOnly(seed + 5, 8)));
        return tables;
    }

    /** The changes of all tables but {@code u}. */
    Map<String, ChangeHistory> histories() {
        return seed % 2 == 0
                ? TagRulesTest.histories(seed)
                : Map.of(
                        "h", ChangeHistory.insertsOnly(seed + 1, 12),
                        "k", ChangeHistory.random(seed, 30, 8, false),
                        "i", ChangeHistory.insertsOnly(seed, 9));
    }

    RandomSql.Made firstJob(Map<String, Stored> tables) {
        return new RandomSql(columns(tables)).make(seed, first);
    }

    /** {@code tables} with {@code mid} where there are two jobs: then the second reads little else. */
    RandomSql.Made lastJob(Map<String, Stored> tables) {
        Map<String, List<Boolean>> columns = columns(tables);
        return new RandomSql(composed() ? Map.of("mid", columns.get("mid"), "h", columns.get("h")) : columns)
                .make(seed + 1, second);
    }

    private static Map<String, List<Boolean>> columns(Map<String, Stored> tables) {
        Map<String, List<Boolean>> columns = new HashMap<>();
        tables.forEach((name, table) -> columns.put(name, table.texts()));
        return columns;
    }

    /**
     * The failure of the fewest steps that still fails as {@code failure} does.
     *
     * @param check empty where a case does not fail
     */
    String smallest(String failure, Function<OracleCase, Optional<String>> check) {
        String kind = failure.substring(0, failure.indexOf(' '));
        for (OracleCase smaller : smaller()) {
            Optional<String> again = check.apply(smaller);
            if (again.isPresent() && again.get().startsWith(kind)) {
                return smaller.smallest(again.get(), check);
            }
        }
        return this + "\n" + failure;
    }

    /** The cases with one step less. */
    private List<OracleCase> smaller() {
        List<OracleCase> smaller = new ArrayList<>();
        for (int i = 0; i < second.size(); i++) {
            smaller.add(new OracleCase(seed, first, dropped(second, i)));
        }
        for (int i = 0; first.size() > 1 && i < first.size(); i++) {
            smaller.add(new OracleCase(seed, dropped(first, i), second));
        }
        return smaller;
    }

    private static List<Long> dropped(List<Long> steps, int index) {
        List<Long> rest = new ArrayList<>(steps);
        rest.remove(index);
        return rest;
    }
}
