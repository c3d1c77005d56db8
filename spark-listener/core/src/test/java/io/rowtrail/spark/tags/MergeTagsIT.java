package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MERGE, UPDATE and DELETE on a tagged table, both ways Iceberg has of doing it, against a fold by plain Java. */
class MergeTagsIT {
    private static final long PIN = 28;
    private static final ChangeHistory TARGET = ChangeHistory.random(7, 30, 12, false);
    private static final ChangeHistory SOURCE = ChangeHistory.random(8, 30, 12, false);

    private static SparkLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = SparkLake.withPlugin(Map.of());
        TARGET.land(lake.session(), "lake.src.target", PIN);
        SOURCE.land(lake.session(), "lake.src.source", PIN);
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy-on-write", "merge-on-read"})
    void eachBranchHasTheTagsOfWhatItLookedAt(String way) {
        create(way);
        merge("UPDATE SET value = s.value");
        assertThat(rows("lake.out.dim")).isEqualTo(expected(true));
        assertThat(lake.session().table("lake.out.dim").columns()).containsExactly("a", "b", "value", "amount");

        create(way);
        merge("UPDATE SET *");
        assertThat(rows("lake.out.dim")).isEqualTo(expected(false));

        // What was left alone might have been changed by what the source lacks: whoever reads on takes all as open.
        lake.sql("CREATE OR REPLACE TABLE lake.out.next AS SELECT * FROM lake.out.dim");
        assertThat(lake.sql("SELECT 1 FROM lake.out.next WHERE NOT rt_exact(_rt_tags) OR rt_closed(_rt_tags)")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy-on-write", "merge-on-read"})
    void rowsThatOnlyTheirOwnValuesChangeKeepTheirTags(String way) {
        create(way);
        List<String> before = rows("lake.out.dim");
        lake.sql("UPDATE lake.out.dim SET value = 'same' WHERE a = 0");
        lake.sql("UPDATE lake.out.dim SET value = 'none' WHERE a = 1000");
        assertThat(tags(rows("lake.out.dim"))).isEqualTo(tags(before));
        lake.sql("DELETE FROM lake.out.dim WHERE a = 1 AND amount > 2");
        lake.sql("DELETE FROM lake.out.dim WHERE a = 2");
        lake.sql("CREATE OR REPLACE TABLE lake.out.next AS SELECT * FROM lake.out.dim");
        assertThat(rows("lake.out.next")).isNotEmpty().isEqualTo(rows("lake.out.dim"));
        assertThat(lake.sql("SELECT 1 FROM lake.out.next WHERE NOT rt_exact(_rt_tags)")).isEmpty();
    }

    private static void create(String way) {
        lake.sql("CREATE OR REPLACE TABLE lake.out.dim TBLPROPERTIES ('write.merge.mode'='" + way
                + "','write.update.mode'='" + way + "','write.delete.mode'='" + way
                + "') AS SELECT * FROM rowtrail_current('lake.src.target')");
    }

    private static void merge(String update) {
        lake.sql("MERGE INTO lake.out.dim t USING (SELECT * FROM rowtrail_current('lake.src.source')) s"
                + " ON t.a = s.a AND t.b = s.b WHEN MATCHED AND s.amount IS NULL THEN DELETE WHEN MATCHED THEN " + update
                + " WHEN NOT MATCHED THEN INSERT *");
    }

    private static List<String> expected(boolean valueOnly) {
        Map<String, ChangeHistory.Live> target = TARGET.state(PIN);
        Map<String, ChangeHistory.Live> source = SOURCE.state(PIN);
        List<String> rows = new ArrayList<>();
        target.forEach((key, old) -> {
            ChangeHistory.Live other = source.get(key);
            if (other == null) {
                rows.add(row(old, old.amount(), set(old.tags())));
            } else if (other.amount() != null) {
                TreeSet<Long> both = new TreeSet<>(old.tags());
                both.addAll(other.tags());
                rows.add(row(other, valueOnly ? old.amount() : other.amount(), set(both)));
            }
        });
        source.forEach((key, other) -> {
            if (!target.containsKey(key)) {
                rows.add(row(other, other.amount(), set(other.tags()).opened()));
            }
        });
        Collections.sort(rows);
        return rows;
    }

    private static String row(ChangeHistory.Live live, Integer amount, TagSet tags) {
        return live.a() + " " + live.b() + " " + live.value() + " " + amount + "|" + tags;
    }

    private static TagSet set(TreeSet<Long> tags) {
        return TagSet.of(tags.stream().mapToLong(x -> x).toArray());
    }

    private static List<String> rows(String table) {
        List<String> rows = new ArrayList<>();
        for (Row row : lake.sql("SELECT a, b, value, amount, _rt_tags FROM " + table)) {
            rows.add(row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3) + "|"
                    + TagSet.decode((byte[]) row.get(4)));
        }
        Collections.sort(rows);
        return rows;
    }

    private static List<String> tags(List<String> rows) {
        return rows.stream().map(row -> row.substring(row.indexOf('|'))).sorted().toList();
    }
}
