package io.rowtrail.graph;

import static io.rowtrail.graph.Told.A;
import static io.rowtrail.graph.Told.B;
import static io.rowtrail.graph.Told.ETL;
import static io.rowtrail.graph.Told.dataset;
import static io.rowtrail.graph.Told.full;
import static io.rowtrail.graph.Told.id;
import static io.rowtrail.graph.Told.run;
import static io.rowtrail.graph.Told.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.NominalTime;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The state of a run from the set of its events. */
interface RunRules extends Rules {

    private RunView view(int run) {
        return graph().run(id(run)).orElseThrow();
    }

    @Test
    default void startRunningAndOtherNeverLowerAnEnd() {
        on().tell(run(1, "COMPLETE", 1, "", ""), run(1, "RUNNING", 2, "", ""), run(1, "OTHER", 3, "", ""));
        assertThat(view(1).state()).isEqualTo(RunState.COMPLETE);
        assertThat(view(1).conflict()).isFalse();
        assertThat(view(1).incompleteLifecycle()).isTrue();
        on().tell(run(2, "RUNNING", 2, "", ""));
        assertThat(view(2).state()).isEqualTo(RunState.RUNNING);
        assertThat(view(2).incompleteLifecycle()).as("no START").isTrue();
        assertThat(view(2).endedAt()).isNull();
    }

    @Test
    default void differentEndsAreAConflictAndTheLastOneIsShown() {
        on().tell(run(1, "START", 1, "", ""), run(1, "FAIL", 2, "", ""), run(1, "COMPLETE", 3, "", ""));
        assertThat(view(1).state()).isEqualTo(RunState.COMPLETE);
        assertThat(view(1).conflict()).isTrue();
        on().tell(run(2, "START", 1, "", ""), run(2, "COMPLETE", 2, "", ""), run(2, "COMPLETE", 3, "", ""));
        assertThat(view(2).conflict()).isFalse();
        assertThat(view(2).endedAt()).isEqualTo(time(3));
    }

    @Test
    default void theVersionOfTheCodeIsToldInPartsAndByWhereItIs() {
        String located =
                "{\"sourceCodeLocation\":{\"type\":\"git\",\"url\":\"https://example.org/etl\",\"version\":\"9f3c\"}}";
        on().tell(
                        full(1, "START", 1, "etl", "{}", "{\"rowtrail_trace\":{\"deployId\":\"d7\"}}", "", ""),
                        full(1, "COMPLETE", 2, "etl", located, "{}", "", ""));
        assertThat(view(1).code()).isEqualTo(new CodeVersion("d7", "9f3c", null));
        on().tell(full(2, "COMPLETE", 3, "etl", located, "{\"rowtrail_trace\":{\"jobVersion\":\"4\"}}", "", ""));
        assertThat(view(2).code()).isEqualTo(new CodeVersion(null, "4", null));
    }

    @Test
    default void aMissingParentIsFlaggedUntilAnythingIsKnownOfIt() {
        String parent = """
                {"parent":{"run":{"runId":"00000000-0000-4000-8000-000000000009"},"job":{"namespace":"jobs","name":"dag"},
                  "root":{"run":{"runId":"00000000-0000-4000-8000-000000000008"},"job":{"namespace":"jobs","name":"top"}}}}""";
        on().tell(full(1, "START", 1, "etl", "{}", parent, "", ""), run(1, "COMPLETE", 2, "", ""));
        assertThat(view(1).incompleteLifecycle()).isTrue();
        assertThat(view(1).parent().run()).isEqualTo(id(9));
        assertThat(view(1).parent().root().job()).isEqualTo(new JobId("jobs", "top"));
        on().tell(full(9, "START", 1, "dag", "{}", "{}", "", ""));
        assertThat(view(1).incompleteLifecycle()).isFalse();
        assertThat(graph().runs(ETL, PageRequest.first(5)).items())
                .extracting(RunView::incompleteLifecycle)
                .containsExactly(false);
    }

    @Test
    default void keepsNominalTimesErrorsAndTheDeployedCode() {
        on().tell(full(1, "FAIL", 1, "etl", "{}", """
                {"nominalTime":{"nominalStartTime":"2026-02-01T00:00:00Z","nominalEndTime":"2026-02-02T00:00:00Z"},
                 "errorMessage":{"message":"boom","programmingLanguage":"JAVA"},
                 "rowtrail_trace":{"deployId":"d7"}}""", "", ""));
        assertThat(view(1).nominal())
                .isEqualTo(
                        new NominalTime(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-02-02T00:00:00Z")));
        assertThat(view(1).failed()).isTrue();
        assertThat(view(1).code().deploy()).isEqualTo("d7");
    }

    @Test
    default void theLastNameOfARunsJobIsShownAndTheOthersAreKept() {
        on().tell(
                        full(1, "COMPLETE", 5, "new", "{}", "{}", dataset("a"), dataset("b")),
                        full(1, "START", 1, "old", "{}", "{}", dataset("a"), dataset("b")));
        assertThat(view(1).job()).isEqualTo(new JobId("jobs", "new"));
        assertThat(view(1).otherNames()).containsExactly(new JobId("jobs", "old"));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, new JobId("jobs", "new"));
    }

    @Test
    default void versionsAreInTheOrderOfTheCatalogueWhateverTheClocksSay() {
        String snapshot = "{\"namespace\":\"db://host:1\",\"name\":\"b\",\"outputFacets\":"
                + "{\"rowtrail_snapshot\":{\"snapshotId\":\"s%d\",\"sequenceNumber\":%d}},"
                + "\"facets\":{\"version\":{\"datasetVersion\":\"s%d\"}}}";
        on().tell(
                        full(1, "COMPLETE", 50, "etl", "{}", "{}", "", snapshot.formatted(1, 1, 1)),
                        full(2, "COMPLETE", 20, "etl", "{}", "{}", "", snapshot.formatted(2, 2, 2)),
                        full(3, "COMPLETE", 30, "etl", "{}", "{}", "", snapshot.formatted(10, 10, 10)));
        assertThat(graph().versions(B, PageRequest.first(9)).items())
                .extracting(VersionView::version)
                .containsExactly("s10", "s2", "s1");
        on().tell(full(4, "COMPLETE", 40, "etl", "{}", "{}", "", dataset("b", "{}")));
        assertThat(graph().versions(B, PageRequest.first(9)).items())
                .as("what the catalogue does not number comes before what it does")
                .extracting(VersionView::run)
                .containsExactly(id(3), id(2), id(1), id(4));
        Page<VersionView> first = graph().versions(B, PageRequest.first(2));
        assertThat(graph().versions(B, new PageRequest(2, first.next())).items())
                .extracting(VersionView::run)
                .containsExactly(id(1), id(4));
    }

    private static String many(String prefix) {
        return IntStream.range(0, 1_200)
                .mapToObj(i -> Told.dataset(prefix + String.format("%04d", i)))
                .collect(Collectors.joining(","));
    }

    @Test
    default void allEventsOfARunAreBoundedAsOneIs() {
        on().tell(full(1, "START", 1, "etl", "{}", "{}", many("m"), Told.dataset("out")));
        assertThat(view(1).summarised()).isFalse();
        on().tell(full(1, "COMPLETE", 2, "etl", "{}", "{}", many("a"), ""));
        assertThat(view(1).summarised()).isTrue();
        assertThat(view(1).inputs()).hasSize(2_000);
        DatasetId kept = new DatasetId(Told.NAMESPACE, "m0799");
        DatasetId summarised = new DatasetId(Told.NAMESPACE, "m0800");
        assertThat(on().reached(kept, Direction.DOWNSTREAM)).contains(new DatasetId(Told.NAMESPACE, "out"));
        assertThat(on().reached(summarised, Direction.DOWNSTREAM)).containsExactly(summarised);
        // whichever comes first
        on().tell(full(2, "COMPLETE", 2, "other", "{}", "{}", many("a"), ""));
        on().tell(full(2, "START", 1, "other", "{}", "{}", many("m"), Told.dataset("out")));
        assertThat(view(2).inputs()).isEqualTo(view(1).inputs());
        assertThat(on().reached(summarised, Direction.DOWNSTREAM)).containsExactly(summarised);
    }
}
