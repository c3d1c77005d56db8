package io.rowtrail.spark.tags;

import io.rowtrail.spark.tags.TagStyle.Carried;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Checks lazy tags against eager ones: the same rows, no ordinal left out, never more than is said, the same rows open. */
final class LazyOracle {
    private static final TagStyle EAGER = TagStyle.sets(Bound.DEFAULT);
    private static final TagStyle LAZY =
            new TagStyle(Bound.DEFAULT, Carried.RANGES, TagStyle.Budget.NONE, TagStyle.Windows.PARTITION);
    private static final int MOST_ROWS = 300;

    private final SparkSession session;

    LazyOracle(SparkSession session) {
        this.session = session;
    }

    /** What was tried. */
    static final class Tally {
        int cases;
        long rows;
        long ranges;
        long exact;

        @Override
        public String toString() {
            return cases + " cases, " + rows + " rows, " + ranges + " of them ranges, " + exact + " exact";
        }
    }

    /** Empty: all is as promised, or the query is none that can be compared. */
    Optional<String> check(OracleCase origin, Tally tally) {
        Map<String, Stored> tables = origin.tables(Set.of());
        Map<String, Stored> ranged = origin.tables(Set.of());
        String story = "seed " + origin.seed() + ": ";
        try {
            if (origin.composed()) {
                RandomSql.Made job = origin.firstJob(tables);
                story += job.spark() + "\n";
                tables.put("mid", tagged(tables, job, EAGER).stored());
                ranged.put("mid", tagged(ranged, job, LAZY).stored());
            }
            RandomSql.Made last = origin.lastJob(tables);
            story += last.spark();
            TaggedQuery.Answer eager = tagged(tables, last, EAGER);
            if (eager.verdict().guarantee() == Verdict.Guarantee.NONDETERMINISTIC
                    || eager.stored().rows().size() > MOST_ROWS) {
                return Optional.empty();
            }
            // An eager job after a lazy one, and a lazy one after either.
            boolean onlyFirst = origin.composed() && origin.seed() % 2 == 0;
            TaggedQuery.Answer lazy = tagged(ranged, last, onlyFirst ? EAGER : LAZY);
            tally.cases++;
            return compare(byText(eager.stored()), byText(lazy.stored()), tally, story);
        } catch (Exception e) {
            return refusedByAll(tables, origin) ? Optional.empty() : Optional.of("FAILED " + e + "\n" + story);
        }
    }

    private TaggedQuery.Answer tagged(Map<String, Stored> tables, RandomSql.Made job, TagStyle style) {
        TaggedQuery query = new TaggedQuery(session, tables);
        return query.tagged(query.analysed(job.spark()), job.texts(), style);
    }

    /** Whether stock Spark, or Spark with eager tags, refuses it too. */
    private boolean refusedByAll(Map<String, Stored> tables, OracleCase origin) {
        try {
            RandomSql.Made last = origin.lastJob(tables);
            TaggedQuery query = new TaggedQuery(session, tables);
            LogicalPlan analysed = query.analysed(last.spark());
            query.tagged(analysed, last.texts());
            return false;
        } catch (Exception e) {
            return true;
        }
    }

    private static Map<String, List<TagSet>> byText(Stored stored) {
        Map<String, List<TagSet>> rows = new TreeMap<>();
        stored.rows()
                .forEach(row -> rows.computeIfAbsent(row.text().toString(), text -> new ArrayList<>())
                        .add(row.tags()));
        return rows;
    }

    private static Optional<String> compare(
            Map<String, List<TagSet>> eager, Map<String, List<TagSet>> lazy, Tally tally, String story) {
        if (!eager.keySet().equals(lazy.keySet())) {
            return Optional.of("RESULT " + lazy.keySet() + " must be " + eager.keySet() + "\n" + story);
        }
        for (Map.Entry<String, List<TagSet>> rows : eager.entrySet()) {
            List<TagSet> sets = rows.getValue();
            List<TagSet> ranges = lazy.get(rows.getKey());
            tally.rows += ranges.size();
            tally.ranges += ranges.stream()
                    .filter(set -> set.exactness() == Exactness.SUPERSET)
                    .count();
            tally.exact += ranges.stream()
                    .filter(set -> set.exactness() == Exactness.EXACT)
                    .count();
            if (sets.size() != ranges.size()) {
                return Optional.of("RESULT " + rows.getKey() + " is there " + ranges.size() + " times\n" + story);
            }
            // Rows alike cannot be told apart: each range shall cover another set.
            int[] owner = new int[ranges.size()];
            Arrays.fill(owner, -1);
            for (int set = 0; set < sets.size(); set++) {
                if (!assigned(set, sets, ranges, owner, new boolean[ranges.size()])) {
                    return Optional.of(
                            "RANGE of " + rows.getKey() + " is " + ranges + " and must cover " + sets + "\n" + story);
                }
            }
        }
        return Optional.empty();
    }

    /** Gives {@code set} a range that covers it, if need be by giving others another one. */
    private static boolean assigned(int set, List<TagSet> sets, List<TagSet> ranges, int[] owner, boolean[] tried) {
        for (int range = 0; range < ranges.size(); range++) {
            if (tried[range] || !covers(ranges.get(range), sets.get(set))) {
                continue;
            }
            tried[range] = true;
            if (owner[range] < 0 || assigned(owner[range], sets, ranges, owner, tried)) {
                owner[range] = set;
                return true;
            }
        }
        return false;
    }

    /** Whether {@code range} leaves nothing out of {@code set} and promises no more than there is. */
    static boolean covers(TagSet range, TagSet set) {
        if (range.exactness() == Exactness.UNKNOWN || set.exactness() == Exactness.UNKNOWN) {
            return range.exactness() == set.exactness();
        }
        boolean exact = range.exactness() != Exactness.EXACT || range.equals(set);
        boolean all = Arrays.stream(set.ordinals()).allMatch(range::mayContain);
        boolean known = Arrays.stream(range.ordinals()).allMatch(set::contains);
        return exact && all && known && range.open() == set.open() && range.atMost() >= set.count();
    }
}
