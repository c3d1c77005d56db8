package io.rowtrail.graph;

import static io.rowtrail.graph.Told.A;
import static io.rowtrail.graph.Told.B;
import static io.rowtrail.graph.Told.ETL;
import static io.rowtrail.graph.Told.column;
import static io.rowtrail.graph.Told.columns;
import static io.rowtrail.graph.Told.id;
import static io.rowtrail.graph.Told.run;
import static io.rowtrail.graph.Told.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.ColumnRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Column lineage: what is kept of it, how runs differ, and which of it holds now. */
interface ColumnRules extends Rules {

    @Test
    default void keepsDirectAndIndirectColumnEdgesWithTheirTransformations() {
        on().tell(columns(1, 1, "unit_price", "SUM"));
        ColumnGraph upstream = graph().columnLineage(LineageQuery.of(column(B, "revenue"), 5, Direction.UPSTREAM))
                .orElseThrow();
        assertThat(upstream.edges())
                .extracting(e -> e.edge().from().field()
                        + ">" + e.edge().to().field()
                        + ":" + e.edge().transformation().type()
                        + "/" + e.edge().transformation().subtype()
                        + "/" + e.edge().transformation().masking())
                .containsExactly("sold_on>:INDIRECT/FILTER/null", "unit_price>revenue:DIRECT/SUM/false");
        assertThat(upstream.edges()).allMatch(e -> ETL.equals(e.job()));
        ColumnGraph downstream = graph().columnLineage(LineageQuery.of(column(A, "sold_on"), 5, Direction.DOWNSTREAM))
                .orElseThrow();
        assertThat(downstream.nodes())
                .extracting(ColumnGraph.Node::column)
                .containsExactlyInAnyOrder(column(A, "sold_on"), ColumnRef.whole(B));
    }

    @Test
    default void tellsHowTheColumnsOfTwoRunsDiffer() {
        on().tell(columns(1, 1, "unit_price", "SUM"), columns(2, 2, "unit_cost", "SUM"));
        ColumnDiff diff = graph().columnDiff(B, id(1), id(2));
        assertThat(diff.onlyLeft()).extracting(e -> e.from().field()).containsExactly("unit_price");
        assertThat(diff.onlyRight()).extracting(e -> e.from().field()).containsExactly("unit_cost");
        assertThat(diff.both()).isEqualTo(1);
    }

    @Test
    default void startsColumnLineageFromADatasetAsAllItsColumns() {
        on().tell(columns(1, 1, "unit_price", "SUM"));
        ColumnGraph graphOfB =
                graph().columnLineage(LineageQuery.of(B, 1, Direction.UPSTREAM)).orElseThrow();
        assertThat(graphOfB.edges()).hasSize(2);
        assertThat(graph().columns(A)).extracting(ColumnRef::field).containsExactly("sold_on", "unit_price");
    }

    @Test
    default void tellsWhichColumnEdgesTheLatestRunStates() {
        on().tell(columns(1, 1, "unit_price", "SUM"));
        assertThat(current()).containsExactlyInAnyOrder("unit_price true", "sold_on true");
        on().tell(columns(2, 2, "unit_cost", "SUM"));
        assertThat(current()).containsExactlyInAnyOrder("unit_price false", "unit_cost true", "sold_on true");
        on().tell(run(2, "FAIL", 3, "", ""));
        assertThat(current()).containsExactlyInAnyOrder("unit_price true", "sold_on true");
        on().tell(columns(3, 4, "unit_cost", "SUM"), run(4, "COMPLETE", 5, "a", "b"));
        assertThat(current())
                .as("a run that tells of no columns takes nothing away")
                .containsExactlyInAnyOrder("unit_price false", "unit_cost true", "sold_on true");
        assertThat(current(new TimePoint(time(1), null))).containsExactlyInAnyOrder("unit_price true", "sold_on true");
    }

    @Test
    default void doesNotUniteFormerMappingsWithTheLatestUnlessAsked() {
        on().tell(
                        columns(1, 1, "unit_price", "SUM"),
                        columns(2, 2, "unit_cost", "SUM"),
                        columns(3, 3, "unit_cost", "SUM"));
        assertThat(reached(LineageQuery.of(column(B, "revenue"), 5, Direction.UPSTREAM)))
                .containsExactlyInAnyOrder("revenue", "unit_cost", "sold_on");
        assertThat(reached(LineageQuery.of(column(B, "revenue"), 5, Direction.UPSTREAM)
                        .withFormer()))
                .containsExactlyInAnyOrder("revenue", "unit_cost", "unit_price", "sold_on");
        LineageQuery down = LineageQuery.of(column(A, "unit_price"), 5, Direction.DOWNSTREAM);
        assertThat(reached(down)).containsExactly("unit_price");
        assertThat(reached(down.at(new TimePoint(time(1), null)))).containsExactlyInAnyOrder("unit_price", "revenue");
        assertThat(graph().paths(down, column(B, "revenue")).orElseThrow().nodes())
                .isEmpty();
        on().tell(columns(1, 4, "unit_price", "SUM"));
        assertThat(reached(down))
                .as("a later event of a run does not make its word newer")
                .containsExactly("unit_price");
    }

    private List<String> reached(LineageQuery query) {
        return graph().columnLineage(query).orElseThrow().nodes().stream()
                .map(node -> node.column().field())
                .filter(field -> !field.isEmpty())
                .toList();
    }

    private List<String> current() {
        return current(TimePoint.NOW);
    }

    private List<String> current(TimePoint at) {
        LineageQuery all = LineageQuery.of(B, 1, Direction.UPSTREAM).at(at).withFormer();
        return graph().columnLineage(all).orElseThrow().edges().stream()
                .map(e -> e.edge().from().field() + " " + e.current())
                .toList();
    }
}
