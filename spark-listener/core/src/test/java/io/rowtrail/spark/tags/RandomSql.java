package io.rowtrail.spark.tags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes queries up in words that Spark and DuckDB share; a chain of steps over one table, each with a seed of its own, so that
 * a step can be left out and the rest stays what it was.
 */
final class RandomSql {
    private final Map<String, List<Boolean>> tables;
    private final int depth;

    /** {@code tables}: their columns, by name. */
    RandomSql(Map<String, List<Boolean>> tables) {
        this(tables, 2);
    }

    private RandomSql(Map<String, List<Boolean>> tables, int depth) {
        this.tables = tables;
        this.depth = depth;
    }

    /**
     * A query whose columns are x0, x1, …
     *
     * @param text tables in braces; what differs between the engines is marked with an at sign
     * @param texts for each column whether it is text, else a whole number
     */
    record Made(String text, List<Boolean> texts) {
        int size() {
            return texts.size();
        }

        List<Integer> of(boolean text) {
            return IntStream.range(0, size()).filter(i -> texts.get(i) == text).boxed().toList();
        }

        String spark() {
            return spark("mem.d.$1");
        }

        /** Over the states of change tables. */
        String sparkOverChanges() {
            return spark("rowtrail_current('mem.d.$1_changes')");
        }

        private String spark(String table) {
            return text.replace("{u}", "mem.d.u")
                    .replaceAll("\\{(\\w+)}", table)
                    .replace("@SEMI", "LEFT SEMI")
                    .replace("@ANTI", "LEFT ANTI")
                    .replaceAll("@EACH\\(([^)]*)\\)", "explode(array($1))");
        }

        String duck() {
            return text.replaceAll("\\{(\\w+)}", "$1")
                    .replace("@SEMI", "SEMI")
                    .replace("@ANTI", "ANTI")
                    .replaceAll("@EACH\\(([^)]*)\\)", "unnest([$1])");
        }
    }

    Made make(long seed, List<Long> steps) {
        Made made = source(new Random(seed));
        for (long step : steps) {
            made = new SqlSteps(new Random(step), this).next(narrowed(made));
        }
        return made;
    }

    static List<Long> steps(long seed, int count) {
        Random random = new Random(seed ^ 0x5deece66dL);
        List<Long> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(random.nextLong());
        }
        return steps;
    }

    /** A small query to join with. */
    Made other(Random random) {
        RandomSql smaller = new RandomSql(tables, depth - 1);
        return smaller.make(random.nextLong(), steps(random.nextLong(), random.nextInt(Math.max(1, depth))));
    }

    private Made source(Random random) {
        List<String> names = tables.keySet().stream().sorted().toList();
        String name = names.get(random.nextInt(names.size()));
        return new Made("SELECT * FROM {" + name + "}", tables.get(name));
    }

    private static Made narrowed(Made made) {
        return made.size() <= 5
                ? made
                : new Made("SELECT x0, x1, x2, x3 FROM (" + made.text() + ") n", made.texts().subList(0, 4));
    }
}
