package io.rowtrail.graph;

import static io.rowtrail.graph.Told.A;
import static io.rowtrail.graph.Told.B;
import static io.rowtrail.graph.Told.C;
import static io.rowtrail.graph.Told.D;
import static io.rowtrail.graph.Told.ETL;
import static io.rowtrail.graph.Told.NAMESPACE;
import static io.rowtrail.graph.Told.column;
import static io.rowtrail.graph.Told.id;
import static io.rowtrail.graph.Told.run;
import static io.rowtrail.graph.Told.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Depth, limits, lists, pages, evidence. */
interface QueryRules extends Rules {

    @Test
    default void measuresDepthInStepsFromDatasetToDataset() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "b", "c"), run(3, "COMPLETE", 3, "c", "d"));
        assertThat(on().reached(A, 0, Direction.BOTH)).containsExactly(A);
        assertThat(on().reached(A, 1, Direction.BOTH)).containsExactlyInAnyOrder(A, B, ETL);
        assertThat(on().reached(A, 2, Direction.BOTH)).containsExactlyInAnyOrder(A, B, C, ETL);
        assertThat(on().reached(ETL, 1, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(ETL, B, C, D);
        assertThat(on().reached(B, 5, Direction.BOTH)).containsExactlyInAnyOrder(A, B, C, D, ETL);
    }

    @Test
    default void survivesCycles() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "b", "a"));
        assertThat(on().reached(A, 20, Direction.BOTH)).containsExactlyInAnyOrder(A, B, ETL);
    }

    @Test
    default void cutsAnAnswerAtItsLimitsAndTellsWhereToGoOn() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "b", "c"), run(3, "COMPLETE", 3, "c", "d"));
        Lineage cut = graph().lineage(
                        LineageQuery.of(A, 20, Direction.DOWNSTREAM).within(new Limits(3, 100, Duration.ofSeconds(5))))
                .orElseThrow();
        assertThat(cut.nodes()).hasSize(3);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.frontier()).isNotEmpty();
    }

    @Test
    default void citesEvidenceOnEveryEdge() {
        on().tell(run(1, "START", 1, "a", "b"), run(1, "COMPLETE", 2, "", ""), run(2, "COMPLETE", 3, "a", "b"));
        Lineage lineage =
                graph().lineage(LineageQuery.of(A, 5, Direction.DOWNSTREAM)).orElseThrow();
        assertThat(lineage.edges()).hasSize(2).allSatisfy(edge -> {
            assertThat(edge.facts().evidence()).containsExactly(new EntryRef("default", 0), new EntryRef("default", 1));
            assertThat(edge.facts().validFrom()).isEqualTo(time(2));
            assertThat(edge.facts().validTo()).isNull();
        });
    }

    @Test
    default void answersEmptyForWhatIsNotThere() {
        assertThat(graph().lineage(LineageQuery.of(A, 5, Direction.BOTH))).isEmpty();
        assertThat(graph().columnLineage(LineageQuery.of(column(A, "x"), 5, Direction.BOTH)))
                .isEmpty();
        assertThat(graph().run(id(1))).isEmpty();
        assertThat(graph().dataset(A)).isEmpty();
        assertThat(graph().job(ETL)).isEmpty();
        assertThat(graph().runs(ETL, PageRequest.first(5)).items()).isEmpty();
        assertThat(graph().resolve(List.of(A, ETL))).isEmpty();
    }

    @Test
    default void listsAndPages() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "a", "b"), run(3, "COMPLETE", 3, "a", "c"));
        assertThat(graph().namespaces()).containsExactly(NAMESPACE, "jobs");
        Page<DatasetView> first = graph().datasets(NAMESPACE, PageRequest.first(2));
        assertThat(first.items()).extracting(DatasetView::id).containsExactly(A, B);
        assertThat(graph().datasets(NAMESPACE, new PageRequest(2, first.next())).items())
                .extracting(DatasetView::id)
                .containsExactly(C);
        Page<RunView> newest = graph().runs(ETL, PageRequest.first(2));
        assertThat(newest.items()).extracting(RunView::id).containsExactly(id(3), id(2));
        Page<RunView> older = graph().runs(ETL, new PageRequest(2, newest.next()));
        assertThat(older.items()).extracting(RunView::id).containsExactly(id(1));
        assertThat(older.next()).isNull();
        assertThat(graph().versions(B, PageRequest.first(5)).items())
                .extracting(VersionView::run)
                .containsExactly(id(2), id(1));
        assertThat(graph().jobs("jobs", PageRequest.first(5)).items())
                .extracting(JobView::id)
                .containsExactly(ETL);
        assertThat(graph().search(SearchQuery.of("ET", 10)))
                .extracting(SearchHit::id)
                .containsExactly(ETL);
        assertThat(graph().resolve(NodeId.readings("dataset:db://host:1:a"))).contains(A);
    }

    @Test
    default void keepsNamesOfAnyLengthAndScriptApart() {
        String longName = "x".repeat(20_000);
        on().tell(run(1, "COMPLETE", 1, longName + "1", longName + "2"), run(2, "COMPLETE", 2, "ä:#|\\n\\\"€😀", "b"));
        assertThat(on().reached(new DatasetId(NAMESPACE, longName + "1"), Direction.DOWNSTREAM))
                .contains(new DatasetId(NAMESPACE, longName + "2"));
        assertThat(graph().dataset(new DatasetId(NAMESPACE, "ä:#|\n\"€😀"))).isPresent();
    }
}
