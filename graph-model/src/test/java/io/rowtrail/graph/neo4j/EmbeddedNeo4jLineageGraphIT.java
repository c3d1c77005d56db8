package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageGraphContract;
import java.time.Clock;
import java.time.Duration;

class EmbeddedNeo4jLineageGraphIT extends LineageGraphContract {

    @Override
    protected LineageGraph graph(String tenant) {
        return new Neo4jLineageGraph(
                EmbeddedNeo4j.driver(), tenant, Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @Override
    public int shuffles() {
        return Boolean.getBoolean("rowtrail.long") ? 20 : 3;
    }

    @Override
    public int travels() {
        return Boolean.getBoolean("rowtrail.long") ? 10 : 1;
    }

    @Override
    public int runs() {
        return Boolean.getBoolean("rowtrail.long") ? 200 : 25;
    }
}
