package io.rowtrail.spark.current;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.spark.SparkLake;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentStateIT {
    private static SparkLake lake;

    @BeforeAll
    static void start() {
        lake = SparkLake.withPlugin(Map.of());
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isTheFoldOfTheChangesUpToThePinTagsIncluded(long seed) throws Exception {
        ChangeHistory history = ChangeHistory.random(seed, 60, 24, seed % 2 == 0);
        String table = "lake.src.h" + seed;
        history.land(lake.session(), table, 47);
        Map<String, ChangeHistory.Live> expected = history.state(47);

        List<Row> plain = lake.sql("SELECT * FROM rowtrail_current('" + table + "') ORDER BY a, b");
        lake.sql("CREATE OR REPLACE TABLE lake.out.t AS SELECT * FROM rowtrail_current('" + table + "')");
        List<Row> tagged = lake.sql("SELECT *, _rt_tags FROM lake.out.t ORDER BY a, b");

        assertThat(strings(plain, 4)).as("seed %d", seed).isEqualTo(strings(expected));
        assertThat(strings(tagged, 4)).isEqualTo(strings(expected));
        for (Row row : tagged) {
            TagSet tags = TagSet.decode((byte[]) row.get(4));
            ChangeHistory.Live live = expected.get(row.get(0) + "/" + row.get(1));
            assertThat(tags).isEqualTo(TagSet.of(live.tags().stream().mapToLong(x -> x).toArray()));
        }
        assertThat(lake.session().table("lake.out.t").columns()).containsExactly("a", "b", "value", "amount");
    }

    @Test
    void pinsAllTablesOfAQueryToTheLeast() throws Exception {
        ChangeHistory history = ChangeHistory.random(11, 60, 24, false);
        history.land(lake.session(), "lake.src.ahead", 55);
        history.land(lake.session(), "lake.src.behind", 30);

        long ahead = lake.sql("SELECT * FROM rowtrail_current('lake.src.ahead')").size();
        Row both = lake.sql("SELECT (SELECT count(*) FROM rowtrail_current('lake.src.ahead')), count(*)"
                        + " FROM rowtrail_current('lake.src.behind')")
                .get(0);

        assertThat(ahead).isEqualTo(history.state(55).size());
        assertThat(both.getLong(0)).isEqualTo(history.state(30).size());
        assertThat(both.getLong(1)).isEqualTo(history.state(30).size());
    }

    @Test
    void isReadUpToTheOrdinalThatTheQueryNames() throws Exception {
        ChangeHistory history = ChangeHistory.random(13, 60, 24, false);
        history.land(lake.session(), "lake.src.pinned", 55);
        history.land(lake.session(), "lake.src.least", 30);

        Row both = lake.sql("SELECT (SELECT count(*) FROM rowtrail_current('lake.src.pinned', 41)), count(*)"
                        + " FROM rowtrail_current('lake.src.least')")
                .get(0);

        assertThat(both.getLong(0)).isEqualTo(history.state(41).size());
        assertThat(both.getLong(1)).isEqualTo(history.state(30).size());
        assertThatThrownBy(() -> lake.sql("SELECT * FROM rowtrail_current('lake.src.least', 31)"))
                .hasMessageContaining("complete through 30 only");
        assertThatThrownBy(() -> lake.sql("SELECT * FROM rowtrail_current('lake.src.least', 'x')"))
                .hasMessageContaining("whole number");
    }

    @Test
    void refusesATableThatIsNoChangeTable() {
        lake.sql("CREATE OR REPLACE TABLE lake.src.ordinary AS SELECT 1 AS x");
        assertThatThrownBy(() -> lake.sql("SELECT * FROM rowtrail_current('lake.src.ordinary')"))
                .hasMessageContaining("not a change table");
    }

    private static List<String> strings(List<Row> rows, int columns) {
        List<String> result = new ArrayList<>();
        for (Row row : rows) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                values.add(String.valueOf(row.get(i)));
            }
            result.add(String.join("|", values));
        }
        return result;
    }

    private static List<String> strings(Map<String, ChangeHistory.Live> state) {
        List<String> result = new ArrayList<>();
        state.values().stream()
                .sorted(java.util.Comparator.comparing(ChangeHistory.Live::a).thenComparing(ChangeHistory.Live::b))
                .forEach(live -> result.add(live.a() + "|" + live.b() + "|" + live.value() + "|" + live.amount()));
        return result;
    }
}
