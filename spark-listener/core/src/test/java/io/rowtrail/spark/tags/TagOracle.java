package io.rowtrail.spark.tags;

import io.rowtrail.spark.tags.RandomSql.Made;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.Exactness;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Checks cases: Spark tags the rows, DuckDB says what would be there without some transactions. */
final class TagOracle {
    /** Small queries spend their time in planning and compiling: as little of both as Spark allows. */
    static final Map<String, String> SETTINGS = Map.of(
            "spark.master", "local[1]",
            "spark.sql.shuffle.partitions", "1",
            "spark.sql.adaptive.enabled", "false",
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.autoBroadcastJoinThreshold", "-1",
            "spark.sql.planChangeValidation", "false",
            "spark.sql.catalog.mem", MemoryCatalog.class.getName());

    private static final int REMOVALS = 6;
    private static final int MOST_ROWS = 300;
    private static final int PLAIN_EVERY = Boolean.getBoolean("rowtrail.long") ? 1 : 5;

    private final SparkSession session;
    private final Duck duck;

    TagOracle(SparkSession session, Duck duck) {
        this.session = session;
        this.duck = duck;
    }

    /** What was tried. */
    static final class Tally {
        int cases;
        int composed;
        int refused;
        int broken;
        long rows;
        long open;
        long outlived;
        long alone;

        @Override
        public String toString() {
            return cases + " cases (" + composed + " of two jobs, " + broken + " with a break), " + refused
                    + " more not the same SQL to both engines, " + rows + " rows (" + open + " open), " + outlived
                    + " removals outlived, " + alone + " closed rows left alone";
        }
    }

    /** A query as both engines are asked it; {@code mid} is written out for DuckDB. */
    private record Question(OracleCase origin, Made last, String duck, String story) {}

    /** Empty: all is as promised. */
    Optional<String> check(OracleCase origin, Tally tally) {
        Map<String, Stored> tables = origin.tables(Set.of());
        try {
            String inlined = "";
            if (origin.composed()) {
                Made job = origin.firstJob(tables);
                TaggedQuery query = new TaggedQuery(session, tables);
                inlined = job.duck();
                Optional<TaggedQuery.Answer> mid = tagged(query, query.analysed(job.spark()), job, origin);
                if (mid.isEmpty()) {
                    return refused(tally);
                }
                tables.put("mid", mid.get().stored());
            }
            Made last = origin.lastJob(tables);
            return check(
                    new Question(
                            origin,
                            last,
                            last.duck().replace("FROM mid", "FROM (" + inlined + ") mid"),
                            (origin.composed() ? "mid: " + inlined + "\n" : "") + last.spark()),
                    tables,
                    tally);
        } catch (Exception e) {
            return Optional.of(failure(e) + "\n" + origin);
        }
    }

    private Optional<String> check(Question question, Map<String, Stored> tables, Tally tally) {
        List<String> expected;
        LogicalPlan analysed;
        TaggedQuery query = new TaggedQuery(session, tables);
        try {
            Map<String, Stored> sources = new HashMap<>(tables);
            sources.remove("mid");
            expected = sorted(duck.rows(question.duck, sources));
            analysed = query.analysed(question.last.spark());
        } catch (Exception e) {
            return refused(tally);
        }
        if (expected.isEmpty() || expected.size() > MOST_ROWS) {
            return Optional.empty();
        }
        Optional<TaggedQuery.Answer> told;
        try {
            told = tagged(query, analysed, question.last, question.origin);
        } catch (Exception e) {
            return Optional.of(failure(e) + "\n" + question.story);
        }
        if (told.isEmpty()) {
            return refused(tally);
        }
        TaggedQuery.Answer answer = told.get();
        Stored result = answer.stored();
        List<String> actual =
                sorted(result.rows().stream().map(Stored.Row::text).toList());
        boolean same = actual.equals(expected);
        if (!same || question.origin.seed() % PLAIN_EVERY == 0) {
            Optional<List<String>> stock = stock(query, analysed);
            if (stock.isEmpty()) {
                return refused(tally);
            }
            List<String> plain = stock.get();
            if (!plain.equals(actual)) {
                return Optional.of("RESULT changed\n" + question.story + "\nis     " + actual + "\nmust be " + plain);
            }
        }
        if (!same) {
            return refused(tally);
        }
        tally.cases++;
        tally.composed += question.origin.composed() ? 1 : 0;
        tally.rows += result.rows().size();
        tally.open += result.rows().stream().filter(row -> row.tags().open()).count();
        tally.broken += answer.verdict().guarantee() == Verdict.Guarantee.BROKEN ? 1 : 0;
        boolean promises = result.tagged() && answer.verdict().guarantee() != Verdict.Guarantee.NONDETERMINISTIC;
        return promises ? promises(question, result, tally) : Optional.empty();
    }

    /** Half of the cases have windows whose rows have their frame's tags only. */
    private static TagStyle style(OracleCase origin) {
        TagStyle style = TagStyle.sets(Bound.DEFAULT);
        TagStyle.Windows windows = origin.seed() % 2 == 0 ? TagStyle.Windows.PARTITION : TagStyle.Windows.FRAME;
        return new TagStyle(style.bound(), style.carried(), style.budget(), windows);
    }

    private static Optional<String> refused(Tally tally) {
        tally.refused++;
        return Optional.empty();
    }

    /** Empty when it cannot be told whether we are to blame: under spark.testing Spark doubts its own optimiser. */
    private static Optional<TaggedQuery.Answer> tagged(
            TaggedQuery query, LogicalPlan analysed, Made job, OracleCase origin) throws Exception {
        try {
            return Optional.of(query.tagged(analysed, job.texts(), style(origin)));
        } catch (Exception e) {
            boolean doubt = String.valueOf(e.getMessage()).startsWith("Once strategy's idempotence");
            if (doubt || stock(query, analysed).isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What Spark answers without us; empty when it fails. */
    private static Optional<List<String>> stock(TaggedQuery query, LogicalPlan analysed) {
        try {
            return Optional.of(
                    sorted(query.plain(analysed).stream().map(TagOracle::text).toList()));
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    private static String failure(Exception failure) {
        String frames = Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().contains(".spark."))
                .filter(frame -> !frame.getClassName().contains(".trees."))
                .limit(12)
                .map(frame -> "\n  at " + frame)
                .collect(Collectors.joining());
        return "FAILED " + failure + frames;
    }

    private Optional<String> promises(Question question, Stored result, Tally tally) {
        Random random = new Random(question.origin.seed());
        for (int i = 0; i < REMOVALS; i++) {
            Stored.Row chosen = result.rows().get(random.nextInt(result.rows().size()));
            Set<Long> removed = i == 0 ? result.free(chosen) : some(result.free(chosen), random);
            Optional<String> failure = outlived(question, result, removed, tally);
            if (failure.isEmpty() && !chosen.tags().open() && chosen.tags().exactness() == Exactness.EXACT) {
                failure = alone(question, chosen, tally);
            }
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** Soundness: what names none of the removed transactions is still there. */
    private Optional<String> outlived(Question question, Stored result, Set<Long> removed, Tally tally) {
        if (removed.isEmpty()) {
            return Optional.empty();
        }
        Set<List<String>> left = new HashSet<>(duck.rows(question.duck, question.origin.tables(removed)));
        for (Stored.Row row : result.rows()) {
            if (row.tags().exactness() == Exactness.UNKNOWN || !result.free(row).containsAll(removed)) {
                continue;
            }
            tally.outlived++;
            if (!left.contains(row.text())) {
                return Optional.of("SOUNDNESS " + row + ", absence " + result.absence() + ", is gone without " + removed
                        + ", left are " + left + "\n" + question.story);
            }
        }
        return Optional.empty();
    }

    /** Sufficiency: a closed row needs its own transactions only. */
    private Optional<String> alone(Question question, Stored.Row row, Tally tally) {
        tally.alone++;
        Set<Long> others =
                new TreeSet<>(LongStream.rangeClosed(1, Stored.PIN).boxed().toList());
        for (long own : row.tags().ordinals()) {
            others.remove(own);
        }
        List<List<String>> left = duck.rows(question.duck, question.origin.tables(others));
        return left.contains(row.text())
                ? Optional.empty()
                : Optional.of("SUFFICIENCY " + row + " is not there alone, but " + left + "\n" + question.story);
    }

    private static Set<Long> some(Set<Long> free, Random random) {
        List<Long> list = List.copyOf(new TreeSet<>(free));
        Set<Long> some = new TreeSet<>();
        for (int n = 1 + random.nextInt(3); n > 0 && !list.isEmpty(); n--) {
            some.add(list.get(random.nextInt(list.size())));
        }
        return some;
    }

    private static List<String> text(Row row) {
        return java.util.stream.IntStream.range(0, row.size())
                .mapToObj(i -> String.valueOf(row.get(i)))
                .toList();
    }

    private static List<String> sorted(List<List<String>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }
}
