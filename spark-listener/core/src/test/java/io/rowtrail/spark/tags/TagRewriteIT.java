package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spark's rewritten plans against the naive interpreter, set by set, on queries made up from seeds. */
class TagRewriteIT {
    private static final int CASES = Boolean.getBoolean("rowtrail.long") ? 500 : 24;
    private static final long DATA = 42;

    private static SparkLake lake;
    private static Map<String, Rel> data;

    @BeforeAll
    static void start() throws Exception {
        lake = SparkLake.withPlugin(Map.of("spark.sql.autoBroadcastJoinThreshold", "-1"));
        Map<String, ChangeHistory> histories = TagRulesTest.histories(DATA);
        for (Map.Entry<String, ChangeHistory> history : histories.entrySet()) {
            history.getValue().land(lake.session(), "lake.src." + history.getKey(), 28);
        }
        data = TagRulesTest.data(histories, Set.of());
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @Test
    void everyRowHasTheInterpretersSet() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (long seed = 0; compared < CASES; seed++) {
            Query query = new RandomQuery(seed, "lake.src").make(1 + new Random(seed).nextInt(3));
            Rel expected = query.eval().apply(data);
            if (expected.rows().isEmpty() || expected.rows().size() > 400) {
                continue;
            }
            compared++;
            lake.sql("CREATE OR REPLACE TABLE lake.out.q AS " + query.sql());
            List<String> actual = new ArrayList<>();
            for (Row row : lake.sql("SELECT *, _rt_tags FROM lake.out.q")) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < row.size() - 1; i++) {
                    values.add(row.get(i));
                }
                actual.add(values + " " + TagSet.decode((byte[]) row.get(row.size() - 1)));
            }
            List<String> wanted = new ArrayList<>();
            for (Rel.Tuple row : expected.rows()) {
                TagSet tags = TagSet.of(row.tags().stream().mapToLong(x -> x).toArray());
                wanted.add(row.values() + " " + (row.open() ? tags.opened() : tags));
            }
            Collections.sort(actual);
            Collections.sort(wanted);
            if (!actual.equals(wanted)) {
                wrong.add("seed " + seed + "\n" + query.sql() + "\nis     " + actual + "\nmust be " + wanted);
            }
        }
        assertThat(wrong).as("of %d cases", compared).isEmpty();
    }
}
