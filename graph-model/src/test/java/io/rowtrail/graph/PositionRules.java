package io.rowtrail.graph;

import static io.rowtrail.graph.Told.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How the position moves with the batches, and who is fenced off. */
interface PositionRules extends Rules {

    @Test
    default void movesThePositionWithTheBatchAlsoOverEntriesWithoutLineage() {
        Applied applied = graph().apply(new Batch("default", on().epoch(), 0, 7, List.of()));
        assertThat(applied).isEqualTo(new Applied.Folded(new Position("default", on().epoch(), 7)));
        assertThat(graph().position("default").nextIndex()).isEqualTo(7);
        assertThat(graph().position("other")).isEqualTo(new Position("other", 0, 0));
    }

    @Test
    default void refusesABatchThatDoesNotBeginAtThePosition() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"));
        Applied applied = graph().apply(new Batch("default", on().epoch(), 0, 1, List.of()));
        assertThat(applied).isEqualTo(new Applied.UnexpectedIndex(graph().position("default")));
    }

    @Test
    default void refusesAProjectorOfAnOlderEpochEvenAfterAReset() {
        graph().apply(new Batch("fenced", 5, graph().position("fenced").nextIndex(), 3, List.of()));
        assertThat(graph().apply(new Batch("fenced", 4, 3, 4, List.of())))
                .isEqualTo(new Applied.StaleEpoch(new Position("fenced", 5, 3)));
        graph().reset();
        assertThat(graph().apply(new Batch("fenced", 4, 0, 1, List.of()))).isInstanceOf(Applied.StaleEpoch.class);
    }

    @Test
    default void resetDropsEverythingButTheEpoch() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"));
        graph().reset();
        assertThat(on().lines(ExportForm.FULL)).isEmpty();
        assertThat(graph().position("default").nextIndex()).isZero();
        assertThat(graph().namespaces()).isEmpty();
    }
}
