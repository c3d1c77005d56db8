package io.rowtrail.graph;

import static io.rowtrail.graph.Told.A;
import static io.rowtrail.graph.Told.B;
import static io.rowtrail.graph.Told.ETL;
import static io.rowtrail.graph.Told.dataset;
import static io.rowtrail.graph.Told.full;
import static io.rowtrail.graph.Told.run;
import static io.rowtrail.graph.Told.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.JobId;
import org.junit.jupiter.api.Test;

/** Jobs and what leads from one to another. */
interface JobRules extends Rules {

    JobId UP = new JobId("jobs", "up");
    JobId DAG = new JobId("jobs", "dag");

    @Test
    default void parentsAndDependenciesLinkJobsButAreNoLineage() {
        on().tell(full(1, "COMPLETE", 1, "etl", "{}", """
                {"parent":{"run":{"runId":"00000000-0000-4000-8000-000000000009"},"job":{"namespace":"jobs","name":"dag"}},
                 "jobDependencies":{"upstream":[{"job":{"namespace":"jobs","name":"up"}}],
                   "downstream":[{"job":{"namespace":"jobs","name":"next"}}]}}""", dataset("a"), dataset("b")));
        assertThat(graph().links(ETL))
                .extracting(l -> l.kind() + " " + l.from().name() + ">" + l.to().name())
                .containsExactly("PARENT dag>etl", "DEPENDENCY etl>next", "DEPENDENCY up>etl");
        assertThat(graph().links(ETL)).allMatch(l -> l.facts().effect() == Effect.EFFECTIVE);
        assertThat(graph().job(DAG)).isPresent();
        assertThat(on().reached(A, Direction.BOTH)).containsExactlyInAnyOrder(A, B, ETL);
    }

    @Test
    default void dataThatPassesFromJobToJobIsLineage() {
        on().tell(full(1, "COMPLETE", 1, "up", "{}", "{}", dataset("a"), ""));
        on().tell(full(2, "COMPLETE", 2, "etl", """
                {"lineage":{"entries":[{"type":"JOB","inputs":[{"type":"JOB","namespace":"jobs","name":"up"}]}]}}""", "{}", "", dataset("b")));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, UP, ETL, B);
        assertThat(on().reached(B, Direction.UPSTREAM)).containsExactlyInAnyOrder(A, UP, ETL, B);
        assertThat(on().reached(UP, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(UP, ETL, B);
        assertThat(graph().links(UP)).extracting(JobLink::kind).containsExactly(JobLink.Kind.DATA);
    }

    @Test
    default void aLinkOfAFailedRunIsAttempted() {
        on().tell(full(1, "FAIL", 1, "etl", "{}", """
                {"jobDependencies":{"upstream":[{"job":{"namespace":"jobs","name":"up"}}]}}""", "", ""));
        assertThat(graph().links(UP)).extracting(l -> l.facts().effect()).containsExactly(Effect.ATTEMPTED);
    }

    @Test
    default void statementsOfTwoProducersStandBesideEachOther() {
        on().tell(statement(1, "a", "b"), run(2, "COMPLETE", 2, "", ""));
        on().tell(Told.event("""
                {"eventTime":"2026-03-01T00:00:09Z","job":{"namespace":"jobs","name":"etl"},"producer":"other","schemaURL":"s"}"""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, B, ETL);
        on().tell(statement(10, "", ""));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactly(A);
    }
}
