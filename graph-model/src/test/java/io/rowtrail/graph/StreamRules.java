package io.rowtrail.graph;

import static io.rowtrail.graph.Told.A;
import static io.rowtrail.graph.Told.B;
import static io.rowtrail.graph.Told.C;
import static io.rowtrail.graph.Told.D;
import static io.rowtrail.graph.Told.ETL;
import static io.rowtrail.graph.Told.dataset;
import static io.rowtrail.graph.Told.full;
import static io.rowtrail.graph.Told.id;
import static io.rowtrail.graph.Told.run;
import static io.rowtrail.graph.Told.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.EventFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs that go on: when their edges have effect, and what their events add up to. */
interface StreamRules extends Rules {

    private static String type(String processing, String emission) {
        return "{\"jobType\":{\"processingType\":\"" + processing + "\",\"integration\":\"FLINK\"" + emission + "}}";
    }

    private static String emission(String trigger, String content) {
        return ",\"emissionPattern\":{\"eventTrigger\":\"" + trigger + "\",\"eventContentMode\":\"" + content
                + "\",\"windowDuration\":60}";
    }

    private static String written(String name, long rows) {
        return "{\"namespace\":\"db://host:1\",\"name\":\"" + name
                + "\",\"outputFacets\":{\"outputStatistics\":{\"rowCount\":" + rows + "}}}";
    }

    private static EventFacts window(int second, String input, String output, long rows) {
        return full(
                1,
                "RUNNING",
                second,
                "etl",
                type("STREAMING", emission("PERIODIC", "COMPLETE_SNAPSHOT")),
                "{}",
                dataset(input),
                written(output, rows));
    }

    @Test
    default void aServiceHasEffectWhileItRunsAndABatchHasNot() {
        on().tell(full(1, "RUNNING", 1, "etl", type("SERVICE", ""), "{}", dataset("a"), dataset("b")));
        on().tell(full(2, "RUNNING", 1, "etl", type("BATCH", ""), "{}", dataset("a"), dataset("c")));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
    }

    @Test
    default void accumulatingEventsUniteOverTheRun() {
        String accumulating = type("STREAMING", emission("EVENT_BASED", "ACCUMULATIVE"));
        on().tell(
                        full(1, "START", 1, "etl", accumulating, "{}", dataset("a"), ""),
                        full(1, "RUNNING", 2, "etl", accumulating, "{}", "", dataset("b")));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
    }

    @Test
    default void aCompleteSnapshotIsAFactOfItsOwn() {
        on().tell(window(60, "a", "b", 1), window(120, "c", "d", 1));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        assertThat(on().reached(C, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(C, D, ETL);
        RunView run = graph().run(id(1)).orElseThrow();
        assertThat(run.inputs()).extracting(m -> m.id()).containsExactly(A, C);
    }

    @Test
    default void windowsAddUpAndARepeatedOneCountsOnce() {
        on().tell(window(60, "a", "b", 5), window(180, "a", "b", 7), window(120, "a", "b", 6), window(60, "a", "b", 5));
        RunView run = graph().run(id(1)).orElseThrow();
        assertThat(run.windows()).isEqualTo(new RunView.Windows(3, time(0), time(180)));
        assertThat(run.outputs().get(0).statistics()).isEqualTo(new Statistics(18L, null, null));
        assertThat(graph().versions(B, PageRequest.first(9)).items())
                .extracting(VersionView::statistics)
                .containsExactly(new Statistics(18L, null, null));
    }

    @Test
    default void ofTwoWordsForOneWindowOneCountsWhateverTheOrder() {
        on().tell(window(60, "a", "b", 5), window(60, "a", "b", 9));
        List<String> lines = on().lines(ExportForm.FACTS);
        on().reset();
        on().tell(window(60, "a", "b", 9), window(60, "a", "b", 5));
        assertThat(on().lines(ExportForm.FACTS)).isEqualTo(lines);
        assertThat(graph().run(id(1)).orElseThrow().windows().count()).isEqualTo(1);
    }

    @Test
    default void aStreamThatFailedHasNoEffectAnyMore() {
        on().tell(window(60, "a", "b", 5), run(1, "FAIL", 90, "", ""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactly(A);
        assertThat(graph().lineage(LineageQuery.of(A, 5, Direction.DOWNSTREAM).at(new TimePoint(time(70), null)))
                        .orElseThrow()
                        .nodes())
                .hasSize(3);
    }

    @Test
    default void aStreamOfManyWindowsIsTheSameInAnyOrder() {
        List<EventFacts> events = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            events.add(window(60 * i, i % 7 == 0 ? "c" : "a", i % 11 == 0 ? "d" : "b", i));
        }
        events.add(run(1, "COMPLETE", 60 * 301, "", ""));
        on().tellInBatches(events, new Random(1));
        List<String> lines = on().lines(ExportForm.FACTS);
        assertThat(graph().run(id(1)).orElseThrow().windows().count()).isEqualTo(300);
        Collections.shuffle(events, new Random(2));
        on().reset();
        on().tellInBatches(events, new Random(3));
        assertThat(on().lines(ExportForm.FACTS)).isEqualTo(lines);
    }
}
