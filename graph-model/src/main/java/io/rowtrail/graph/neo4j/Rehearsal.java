package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeSource.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.TransactionContext;

/** The statements of walks and of what is told of their nodes, asked of nothing: Neo4j plans them, and keeps the plans. */
record Rehearsal(TransactionContext tx, Keys keys, Lists lists, Namespaces namespaces) {

    private static final DatasetId DATASET = new DatasetId("rehearsal", "nothing");
    private static final JobId JOB = new JobId("rehearsal", "nothing");
    private static final ColumnRef COLUMN = new ColumnRef(DATASET, "nothing");

    void play() {
        Scope now = new Scope(TimePoint.NOW, Effect.EFFECTIVE, 1);
        StoredEdges edges = new StoredEdges(tx, keys);
        new Positions(tx, keys).structure();
        edges.exists(DATASET);
        edges.around(List.of(DATASET), List.of(DATASET), now);
        edges.around(List.of(COLUMN), List.of(COLUMN), List.of(DATASET), now);
        edges.facts(Set.of(new Edge.Read(DATASET, JOB), new Edge.Write(JOB, DATASET)), TimePoint.NOW);
        lists.exists(COLUMN);
        lists.datasets(List.of(DATASET));
        lists.jobs(List.of(JOB));
        lists.latestRuns(List.of(JOB));
        namespaces.lifetimes(List.of(DATASET, JOB), Map.of());
        namespaces.lifetimes(List.of(DATASET), Map.of(DATASET, "4:none:0"));
    }
}
