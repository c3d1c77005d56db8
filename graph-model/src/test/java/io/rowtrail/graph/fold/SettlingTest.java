package io.rowtrail.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.Histories;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.JobMention.EmissionPattern;
import io.rowtrail.graph.facts.JobMention.JobType;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept of a long run folds to what the whole run folds to, however often it was settled on the way. */
class SettlingTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void foldingWhatIsKeptIsFoldingAll() {
        long seed = Long.getLong("rowtrail.seed", 31L);
        for (int history = 0; history < 8; history++) {
            Random random = new Random(seed + history);
            List<LoggedFacts> all = Histories.logged(stream(random, 500));
            List<LoggedFacts> kept = new ArrayList<>();
            for (int from = 0; from < all.size(); ) {
                int to = Math.min(all.size(), from + 1 + random.nextInt(20));
                List<LoggedFacts> added = all.subList(from, to);
                assertThat(Settling.needsAll(kept, added)).isFalse();
                kept.addAll(added);
                kept = new ArrayList<>(Settling.of(EventSet.of(kept)).kept());
                from = to;
            }
            assertThat(kept).as("seed %d", seed + history).hasSizeLessThan(150);
            List<LoggedFacts> whole = EventSet.of(all);
            RunView expected = RunFold.view(whole);
            assertThat(RunFold.view(kept)).as("seed %d", seed + history).isEqualTo(expected);
            assertThat(RunFold.versions(kept)).isEqualTo(RunFold.versions(whole));
            assertThat(TellerFold.edges(kept)).isEqualTo(TellerFold.edges(whole));
        }
    }

    @Test
    void wantsAllOfARunForALateEventAndForAnotherName() {
        List<LoggedFacts> all = Histories.logged(stream(new Random(1), 200));
        List<LoggedFacts> kept = Settling.of(EventSet.of(all)).kept();
        assertThat(Settling.needsAll(kept, all.subList(5, 6))).isTrue();
        assertThat(Settling.needsAll(kept, all.subList(199, 200))).isFalse();
        LoggedFacts other =
                Histories.logged(List.of(event(new Random(2), "other", 10_000))).get(0);
        assertThat(Settling.needsAll(kept, List.of(other))).isTrue();
    }

    private static List<EventFacts> stream(Random random, int count) {
        List<EventFacts> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(random, "stream", i));
        }
        return events;
    }

    private static EventFacts event(Random random, String job, int i) {
        JobType type = new JobType(
                "STREAMING",
                "FLINK",
                null,
                random.nextInt(20) == 0 ? null : new EmissionPattern("PERIODIC", "COMPLETE_SNAPSHOT", 60L));
        return new RunFacts(
                EventHeader.of(START.plusSeconds(60L * i), "p", List.of()),
                i == 0 ? RunEventType.START : RunEventType.RUNNING,
                new RunId("00000000-0000-4000-8000-000000000001"),
                new JobMention(new JobId("jobs", job), type, List.of(), List.of()),
                null,
                null,
                false,
                null,
                List.of(),
                List.of(mention(random, "a"), mention(random, "b").withStatistics(null)),
                List.of(mention(random, "c")));
    }

    private static DatasetMention mention(Random random, String name) {
        DatasetMention plain =
                DatasetMention.of(new DatasetId("db://host:1", random.nextInt(10) == 0 ? name + "x" : name));
        return random.nextInt(4) == 0
                ? plain
                : plain.withStatistics(new Statistics((long) random.nextInt(100), null, 1L));
    }
}
