package io.rowtrail.spark.tags;

import io.rowtrail.spark.tags.AbsentQuery.Answer;
import io.rowtrail.spark.tags.AbsentQuery.Found;
import io.rowtrail.spark.tags.RandomSql.Made;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Checks exact absence: Spark lets the ghosts travel, DuckDB says what would be there without some transactions. Two composed
 * jobs are one query here, the first in the place of its table.
 */
final class AbsenceOracle {
    private static final int REMOVALS = 24;
    private static final int MOST_ROWS = 200;
    private static final int MOST_GHOSTS = 4_000;
    private static final int WEIGHED = 6;

    private final SparkSession session;
    private final Duck duck;

    AbsenceOracle(SparkSession session, Duck duck) {
        this.session = session;
        this.duck = duck;
    }

    /** What was tried. */
    static final class Tally {
        int cases;
        int refused;
        int supersets;
        int undetermined;
        int large;
        long live;
        long open;
        long ghosts;
        long survived;
        long appeared;
        long weighed;
        long felt;

        @Override
        public String toString() {
            return cases + " cases (" + supersets + " supersets, " + undetermined + " nondeterministic), " + refused
                    + " more refused, " + large + " too large, " + live + " live rows (" + open + " open), " + ghosts + " ghosts, " + survived
                    + " removals survived, " + appeared + " rows came of a ghost, precision of absence "
                    + (weighed == 0 ? "not measured" : felt + "/" + weighed + " = " + felt * 100 / weighed + " %");
        }
    }

    /** A query as both engines are asked it, over states of change tables. */
    record Question(OracleCase origin, String duck, String spark) {
        @Override
        public String toString() {
            return origin + "\n" + spark;
        }
    }

    /** Empty: all is as promised. */
    Optional<String> check(OracleCase origin, Tally tally) {
        Map<String, Stored> tables = origin.tables(Set.of());
        AbsentQuery query = AbsentQuery.over(session, origin.histories(), tables.get("u"));
        Question question = question(origin, new HashMap<>(tables));
        List<List<String>> expected;
        LogicalPlan analysed;
        try {
            expected = duck.rows(question.duck, tables);
            analysed = query.analysed(question.spark);
        } catch (Exception e) {
            tally.refused++;
            return Optional.empty();
        }
        if (expected.size() > MOST_ROWS) {
            return Optional.empty();
        }
        try {
            return check(question, query, analysed, expected, tally);
        } catch (Exception e) {
            boolean doubt = String.valueOf(e.getMessage()).startsWith("Once strategy's idempotence");
            if (doubt || fails(query, analysed)) {
                tally.refused++;
                return Optional.empty();
            }
            String frames = Arrays.stream(e.getStackTrace())
                    .filter(frame -> frame.getClassName().contains(".spark."))
                    .limit(14)
                    .map(frame -> "\n  at " + frame)
                    .collect(Collectors.joining());
            return Optional.of("FAILED " + e + frames + "\n" + question);
        }
    }

    /** One query over the case's tables, as the world was after each transaction, each row's own left as it is or not. */
    Optional<String> through(OracleCase origin, String text) {
        Made made = new Made(text, List.of());
        Question question = new Question(origin, made.duck(), made.sparkOverChanges());
        AbsentQuery query = AbsentQuery.over(
                session, origin.histories(), origin.tables(Set.of()).get("u"));
        Answer answer = query.withGhosts(query.analysed(question.spark), MOST_GHOSTS);
        TreeSet<Long> all =
                new TreeSet<>(LongStream.rangeClosed(1, Stored.PIN).boxed().toList());
        for (long last = 0; last < Stored.PIN; last++) {
            Set<Set<Long>> removals = new HashSet<>(Set.of(all.tailSet(last, false)));
            for (Found row : answer.rows()) {
                removals.add(all.tailSet(last, false).stream()
                        .filter(ordinal -> !row.live() || !isMet(row, Set.of(ordinal)))
                        .collect(Collectors.toSet()));
            }
            for (Set<Long> removed : removals) {
                Optional<String> failure = without(question, answer, removed, new Tally());
                if (failure.isPresent()) {
                    return failure.map(found -> found + "\n" + question);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean fails(AbsentQuery query, LogicalPlan analysed) {
        try {
            query.plain(analysed);
            return false;
        } catch (Exception e) {
            return true;
        }
    }

    static Question question(OracleCase origin, Map<String, Stored> tables) {
        if (!origin.composed()) {
            Made made = origin.lastJob(tables);
            return new Question(origin, made.duck(), made.sparkOverChanges());
        }
        Made first = origin.firstJob(tables);
        tables.put("mid", tables.get("h").withColumns(first.texts()));
        Made last = origin.lastJob(tables);
        Made whole = new Made(last.text().replace("FROM {mid}", "FROM (" + first.text() + ") mid"), last.texts());
        return new Question(origin, whole.duck(), whole.sparkOverChanges());
    }

    private Optional<String> check(
            Question question, AbsentQuery query, LogicalPlan analysed, List<List<String>> expected, Tally tally) {
        Answer answer = query.withGhosts(analysed, MOST_GHOSTS);
        if (answer.rows().size() > MOST_GHOSTS) {
            tally.large++;
            return Optional.empty();
        }
        List<Found> live = answer.rows().stream().filter(Found::live).toList();
        List<String> actual = sorted(live.stream().map(Found::values).toList());
        if (!actual.equals(sorted(expected))) {
            List<String> plain = sorted(query.plain(analysed));
            if (!plain.equals(actual) && answer.verdict().guarantee() != Verdict.Guarantee.NONDETERMINISTIC) {
                return Optional.of("RESULT changed\nis     " + actual + "\nmust be " + plain + "\n" + question);
            }
            tally.refused++;
            return Optional.empty();
        }
        tally.cases++;
        tally.live += live.size();
        tally.open += live.stream().filter(row -> row.tags().open()).count();
        tally.ghosts += answer.rows().size() - live.size();
        tally.supersets += answer.verdict().supersets().isEmpty() ? 0 : 1;
        if (answer.verdict().guarantee() == Verdict.Guarantee.NONDETERMINISTIC) {
            tally.undetermined++;
            return Optional.empty();
        }
        Optional<String> failure = sameTags(live, query.eager(analysed));
        failure = failure.isPresent() ? failure : removals(question, answer, live, tally);
        return failure.map(text -> text + "\n" + question);
    }

    /** The eager tags are the same; and what is open here is open there. */
    private static Optional<String> sameTags(List<Found> live, List<Found> eager) {
        List<String> mine = sorted(live.stream().map(AbsenceOracle::tagged).toList());
        List<String> theirs = sorted(eager.stream().map(AbsenceOracle::tagged).toList());
        if (!mine.equals(theirs)) {
            return Optional.of("TAGS are " + mine + "\nmust be " + theirs);
        }
        Map<List<String>, Long> opened = eager.stream()
                .filter(row -> row.tags().open())
                .collect(Collectors.groupingBy(AbsenceOracle::tagged, Collectors.counting()));
        for (Found row : live) {
            if (row.tags().open() && opened.merge(tagged(row), -1L, Long::sum) < 0) {
                return Optional.of("OPEN only here: " + row);
            }
        }
        return Optional.empty();
    }

    private static List<String> tagged(Found row) {
        return List.of(
                row.values().toString(), row.tags().exactness().toString(), Arrays.toString(row.tags().ordinals()));
    }

    private Optional<String> removals(Question question, Answer answer, List<Found> live, Tally tally) {
        Random random = new Random(question.origin.seed());
        for (long ordinal = 1; ordinal <= Stored.PIN; ordinal++) {
            Optional<String> failure = without(question, answer, Set.of(ordinal), tally);
            if (failure.isPresent()) {
                return failure;
            }
        }
        for (int i = 0; i < REMOVALS; i++) {
            TreeSet<Long> free = new TreeSet<>(
                    LongStream.rangeClosed(1, Stored.PIN).boxed().toList());
            if (i < REMOVALS / 2 && !live.isEmpty()) {
                Found chosen = live.get(random.nextInt(live.size()));
                free.removeIf(ordinal ->
                        chosen.tags().contains(ordinal) || chosen.absence().contains(ordinal));
            }
            Set<Long> removed = i == 0 ? free : some(free, random);
            Optional<String> failure = removed.isEmpty() ? Optional.empty() : without(question, answer, removed, tally);
            if (failure.isPresent()) {
                return failure;
            }
        }
        if (!live.isEmpty()) {
            weigh(question, live.get(random.nextInt(live.size())), tally);
        }
        return Optional.empty();
    }

    /** One to three of them, or all that are later than some transaction: then it is as it was before. */
    private static Set<Long> some(TreeSet<Long> free, Random random) {
        if (random.nextBoolean()) {
            return free.tailSet((long) random.nextInt((int) Stored.PIN), false);
        }
        List<Long> list = List.copyOf(free);
        Set<Long> some = new TreeSet<>();
        for (int n = 1 + random.nextInt(3); n > 0 && !list.isEmpty(); n--) {
            some.add(list.get(random.nextInt(list.size())));
        }
        return some;
    }

    /** The two promises of {@link Annotated}. */
    private Optional<String> without(Question question, Answer answer, Set<Long> removed, Tally tally) {
        List<List<String>> left = new ArrayList<>(duck.rows(question.duck, question.origin.tables(removed)));
        List<List<String>> now = List.copyOf(left);
        for (Found row : answer.rows()) {
            if (!row.live() || isMet(row, removed)) {
                continue;
            }
            tally.survived++;
            if (!left.remove(row.values())) {
                return Optional.of("SOUNDNESS " + row + " is gone without " + removed + ", left are " + now);
            }
        }
        if (meets(answer.beyond(), removed)) {
            return Optional.empty();
        }
        for (List<String> appeared : left) {
            tally.appeared++;
            boolean stoodFor = answer.rows().stream()
                    .anyMatch(row -> isMet(row, removed) && equal(row.values(), appeared, answer.fixed()));
            if (!stoodFor) {
                return Optional.of("GHOST missing: without " + removed + " there is " + appeared + ", columns fixed "
                        + answer.fixed() + ", rows\n"
                        + answer.rows().stream().map(Found::toString).collect(Collectors.joining("\n")));
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(Found row, Set<Long> removed) {
        return meets(row.absence(), removed) || (row.live() && meets(row.tags(), removed));
    }

    private static boolean meets(TagSet set, Set<Long> removed) {
        return set.exactness() == Exactness.UNKNOWN || removed.stream().anyMatch(set::contains);
    }

    private static boolean equal(List<String> left, List<String> right, List<Boolean> where) {
        return IntStream.range(0, left.size())
                .allMatch(i -> !where.get(i) || left.get(i).equals(right.get(i)));
    }

    /** How many members of the row's absence change it when they are taken away, alone or with one more transaction. */
    private void weigh(Question question, Found row, Tally tally) {
        long[] members = row.absence().ordinals();
        for (int i = 0; i < Math.min(WEIGHED, members.length); i++) {
            long member = members[i];
            tally.weighed++;
            boolean felt = LongStream.rangeClosed(1, Stored.PIN)
                    .filter(other -> other == member || !row.tags().contains(other))
                    .anyMatch(other -> {
                        Set<Long> both = new TreeSet<>(List.of(member));
                        both.add(other);
                        boolean gone = isGone(question, row, both);
                        return gone && (other == member || !isGone(question, row, Set.of(other)));
                    });
            tally.felt += felt ? 1 : 0;
        }
    }

    private boolean isGone(Question question, Found row, Set<Long> removed) {
        return !duck.rows(question.duck, question.origin.tables(removed)).contains(row.values());
    }

    private static List<String> sorted(List<List<String>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }
}
