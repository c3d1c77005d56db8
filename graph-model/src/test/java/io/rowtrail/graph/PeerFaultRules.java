package io.rowtrail.graph;

import static io.rowtrail.graph.Told.A;
import static io.rowtrail.graph.Told.B;
import static io.rowtrail.graph.Told.C;
import static io.rowtrail.graph.Told.D;
import static io.rowtrail.graph.Told.ETL;
import static io.rowtrail.graph.Told.RUN;
import static io.rowtrail.graph.Told.event;
import static io.rowtrail.graph.Told.id;
import static io.rowtrail.graph.Told.run;
import static io.rowtrail.graph.Told.statement;
import static io.rowtrail.graph.Told.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each fault of the peer that concerns the fold, by name. */
interface PeerFaultRules extends Rules {

    @Test
    default void aLateStartDoesNotReviveAFinishedRun() {
        on().tell(run(1, "COMPLETE", 5, "a", "b"), run(1, "START", 1, "a", "b"));
        RunView view = graph().run(id(1)).orElseThrow();
        assertThat(view.state()).isEqualTo(RunState.COMPLETE);
        assertThat(view.startedAt()).isEqualTo(time(1));
        assertThat(view.endedAt()).isEqualTo(time(5));
        assertThat(view.incompleteLifecycle()).isFalse();
    }

    @Test
    default void theSameEventTwiceIsOneFact() {
        on().tell(run(1, "COMPLETE", 5, "a", "b"));
        List<String> once = on().lines(ExportForm.FULL);
        on().tell(run(1, "COMPLETE", 5, "a", "b"));
        assertThat(on().lines(ExportForm.FULL)).isEqualTo(once);
        assertThat(graph().run(id(1)).orElseThrow().evidence()).containsExactly(new EntryRef("default", 0));
    }

    @Test
    default void aSecondRunDoesNotOrphanTheFirstOnesOutput() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "c", "d"));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        assertThat(on().reached(C, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(C, D, ETL);
        assertThat(graph().job(ETL).orElseThrow().outputs()).containsExactly(B, D);
    }

    @Test
    default void whatARunReadDoesNotFlowIntoWhatAnotherRunWrote() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "c", "d"));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).doesNotContain(D);
        assertThat(on().reached(D, Direction.UPSTREAM)).containsExactlyInAnyOrder(D, C, ETL);
    }

    @Test
    default void aFailedRunKeepsItsEdgesAsAttemptedAndNeverAsImpact() {
        on().tell(run(1, "START", 1, "a", "b"), run(1, "FAIL", 2, "", ""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactly(A);
        Lineage attempted = graph().lineage(
                        LineageQuery.of(A, 5, Direction.DOWNSTREAM).withAttempted())
                .orElseThrow();
        assertThat(attempted.edges()).hasSize(2);
        assertThat(attempted.edges()).allMatch(e -> e.facts().effect() == Effect.ATTEMPTED);
        assertThat(graph().run(id(1)).orElseThrow().outputs()).hasSize(1);
    }

    @Test
    default void aFailureToldAfterTheCompletionTakesTheEffectBackAndKeepsWhatOtherRunsMade() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(2, "COMPLETE", 2, "a", "c"), run(3, "COMPLETE", 3, "a", "b"));
        on().tell(run(1, "FAIL", 4, "", ""), run(2, "FAIL", 4, "", ""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        assertThat(graph().run(id(1)).orElseThrow().conflict()).isTrue();
        assertThat(graph().lineage(LineageQuery.of(A, 5, Direction.DOWNSTREAM).at(new TimePoint(time(2), null)))
                        .orElseThrow()
                        .nodes())
                .extracting(Lineage.Node::id)
                .contains(B, C);
    }

    @Test
    default void anEmptyEventErasesNothing() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), run(1, "COMPLETE", 2, "", ""), run(2, "COMPLETE", 3, "", ""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
    }

    @Test
    default void endsOfTheSameTimeAreShownByTheirGravity() {
        on().tell(run(1, "FAIL", 2, "", ""), run(1, "COMPLETE", 2, "", ""), run(1, "ABORT", 2, "", ""));
        assertThat(graph().run(id(1)).orElseThrow().state()).isEqualTo(RunState.FAIL);
    }

    @Test
    default void aStreamingRunHasEffectWhileItRuns() {
        on().tell(event("""
                {"eventType":"RUNNING","eventTime":"%s","run":{"runId":"%s"},"producer":"p","schemaURL":"s",
                 "job":{"namespace":"jobs","name":"etl","facets":{"jobType":{"processingType":"STREAMING","integration":"SPARK"}}},
                 "inputs":[{"namespace":"db://host:1","name":"a"}],"outputs":[{"namespace":"db://host:1","name":"b"}]}""".formatted(time(1), RUN.formatted(1))));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        on().tell(run(1, "FAIL", 4, "", ""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactly(A);
    }

    @Test
    default void aJobStatementReplacesTheOneBeforeAndLeavesRunsAlone() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"), statement(2, "a", "c"));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, C, ETL);
        on().tell(statement(3, "", ""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
    }
}
