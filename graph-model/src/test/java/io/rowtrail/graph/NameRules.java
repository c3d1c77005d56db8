package io.rowtrail.graph;

import static io.rowtrail.graph.Told.A;
import static io.rowtrail.graph.Told.B;
import static io.rowtrail.graph.Told.C;
import static io.rowtrail.graph.Told.D;
import static io.rowtrail.graph.Told.ETL;
import static io.rowtrail.graph.Told.NAMESPACE;
import static io.rowtrail.graph.Told.column;
import static io.rowtrail.graph.Told.dataset;
import static io.rowtrail.graph.Told.full;
import static io.rowtrail.graph.Told.life;
import static io.rowtrail.graph.Told.run;
import static io.rowtrail.graph.Told.symlink;
import static io.rowtrail.graph.Told.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other names of datasets: symlinks, renames and what ends them. */
interface NameRules extends Rules {

    DatasetId TABLE = new DatasetId(NAMESPACE, "table");
    JobId LOAD = new JobId("jobs", "load");

    /** Writes a path that claims to be a table; the reader names the table. */
    private void written(int run, int second, String path, String table) {
        on().tell(full(run, "COMPLETE", second, "load", "{}", "{}", dataset("a"), dataset(path, symlink(table))));
    }

    private List<NodeId> at(DatasetId start, Direction direction, int second) {
        return graph().lineage(LineageQuery.of(start, 9, direction).at(new TimePoint(time(second), null))).stream()
                .flatMap(l -> l.nodes().stream())
                .map(Lineage.Node::id)
                .toList();
    }

    @Test
    default void aSymlinkJoinsWhatIsWrittenUnderOneNameToWhatIsReadUnderTheOther() {
        written(1, 1, "b", "table");
        on().tell(run(2, "COMPLETE", 2, "table", "c"));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, LOAD, B, TABLE, ETL, C);
        assertThat(on().reached(C, Direction.UPSTREAM)).containsExactlyInAnyOrder(A, LOAD, B, TABLE, ETL, C);
        Lineage lineage =
                graph().lineage(LineageQuery.of(A, 9, Direction.DOWNSTREAM)).orElseThrow();
        assertThat(lineage.edges())
                .anySatisfy(edge -> assertThat(List.of(edge.from(), edge.to())).containsExactly(B, TABLE));
        assertThat(graph().names(B)).singleElement().satisfies(name -> {
            assertThat(name.to()).isEqualTo(TABLE);
            assertThat(name.ambiguous()).isFalse();
            assertThat(name.facts().evidence()).containsExactly(new EntryRef("default", 0));
        });
    }

    @Test
    default void aSymlinkToldLateJoinsWhatWasToldBefore() {
        on().tell(
                        run(2, "COMPLETE", 2, "table", "c"),
                        full(1, "COMPLETE", 1, "load", "{}", "{}", dataset("a"), dataset("b")));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, LOAD, B);
        on().tell(Told.dataset(0, "b", symlink("table")));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).contains(C);
    }

    @Test
    default void aNameThatNobodyReadsOrWritesStaysOutOfAnswers() {
        written(1, 1, "b", "table");
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, LOAD, B);
        assertThat(on().reached(TABLE, Direction.UPSTREAM)).containsExactlyInAnyOrder(TABLE, B, LOAD, A);
    }

    @Test
    default void dropAndReuseOfAPathJoinNoStrangers() {
        written(1, 1, "b", "table");
        on().tell(Told.dataset(5, "b", life("DROP", "")));
        written(2, 10, "b", "other");
        on().tell(run(3, "COMPLETE", 11, "other", "c"), run(4, "COMPLETE", 11, "table", "d"));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).contains(C).doesNotContain(D);
        assertThat(graph().names(B)).extracting(DatasetName::to).containsExactly(new DatasetId(NAMESPACE, "other"));
        assertThat(graph().names(B)).noneMatch(DatasetName::ambiguous);
        assertThat(at(TABLE, Direction.UPSTREAM, 3)).contains(A);
        assertThat(at(TABLE, Direction.UPSTREAM, 6)).doesNotContain(A);
    }

    @Test
    default void droppingTheLogicalNameEndsTheClaimToo() {
        written(1, 1, "b", "table");
        on().tell(Told.dataset(5, "table", life("DROP", "")));
        assertThat(on().reached(TABLE, Direction.UPSTREAM)).containsExactly(TABLE);
        assertThat(graph().names(B)).isEmpty();
    }

    @Test
    default void aDeletedFacetEndsTheClaim() {
        written(1, 1, "b", "table");
        on().tell(Told.dataset(5, "b", "{\"symlinks\":{\"_deleted\":true}}"));
        assertThat(graph().names(B)).isEmpty();
        assertThat(graph().dataset(B).orElseThrow().symlinks()).isEmpty();
    }

    @Test
    default void aRivalClaimIsFlaggedAndTheLastOneHolds() {
        written(1, 1, "b", "table");
        written(2, 2, "b", "other");
        assertThat(graph().names(B)).hasSize(2).allMatch(DatasetName::ambiguous);
        assertThat(graph().names(B))
                .filteredOn(n -> n.facts().effect() == Effect.EFFECTIVE)
                .extracting(DatasetName::to)
                .containsExactly(new DatasetId(NAMESPACE, "other"));
        assertThat(on().reached(TABLE, Direction.UPSTREAM)).containsExactly(TABLE);
        assertThat(at(TABLE, Direction.UPSTREAM, 1)).contains(A);
    }

    @Test
    default void aRenameLeadsOnToTheNewNameUntilTheOldOneIsMadeAnew() {
        on().tell(run(1, "COMPLETE", 1, "a", "b"));
        on().tell(full(2, "COMPLETE", 2, "rename", "{}", "{}", "", dataset("c", life("RENAME", "b"))));
        on().tell(run(3, "COMPLETE", 3, "c", "d"));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).contains(B, C, D);
        assertThat(graph().names(C)).singleElement().matches(DatasetName::renamed);
        on().tell(Told.dataset(4, "b", life("CREATE", "")));
        assertThat(on().reached(A, Direction.DOWNSTREAM)).contains(B).doesNotContain(C, D);
        assertThat(at(A, Direction.DOWNSTREAM, 3)).contains(C, D);
    }

    @Test
    default void renamingAPathEndsItsClaim() {
        written(1, 1, "b", "table");
        on().tell(Told.dataset(5, "c", life("RENAME", "b")));
        assertThat(graph().names(TABLE)).isEmpty();
    }

    @Test
    default void otherChangesOfLifeEndNothing() {
        written(1, 1, "b", "table");
        for (String change : List.of("ALTER", "TRUNCATE", "OVERWRITE", "CREATE")) {
            on().tell(Told.dataset(5, "b", life(change, "")));
        }
        assertThat(graph().names(B)).hasSize(1);
        assertThat(on().reached(A, Direction.DOWNSTREAM)).containsExactlyInAnyOrder(A, LOAD, B);
        on().tell(Told.dataset(6, "b", life("DROP", "")));
        assertThat(on().reached(A, Direction.DOWNSTREAM))
                .as("what was written was written")
                .contains(B);
        assertThat(graph().dataset(B).orElseThrow().lifecycle().change().name()).isEqualTo("DROP");
    }

    @Test
    default void columnsGoOnUnderTheOtherName() {
        String lineage = """
                "columnLineage":{"fields":{"x":{"inputFields":[{"namespace":"db://host:1","name":"%s","field":"%s"}]}}}""";
        on().tell(full(
                1,
                "COMPLETE",
                1,
                "load",
                "{}",
                "{}",
                dataset("a"),
                dataset("b", symlink("table").replace("]}}", "]}," + lineage.formatted("a", "y") + "}"))));
        on().tell(full(
                2,
                "COMPLETE",
                2,
                "etl",
                "{}",
                "{}",
                dataset("table"),
                dataset("c", "{" + lineage.formatted("table", "x") + "}")));
        ColumnGraph down = graph().columnLineage(LineageQuery.of(column(A, "y"), 9, Direction.DOWNSTREAM))
                .orElseThrow();
        assertThat(down.nodes())
                .extracting(ColumnGraph.Node::column)
                .containsExactlyInAnyOrder(column(A, "y"), column(B, "x"), column(TABLE, "x"), column(C, "x"));
        assertThat(down.edges())
                .anyMatch(e -> e.edge().transformation().description().equals("symlink"));
    }
}
