package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.QueryContract;
import java.time.Clock;
import java.time.Duration;

class EmbeddedNeo4jQueryIT extends QueryContract {

    @Override
    protected LineageGraph graph() {
        return new Neo4jLineageGraph(
                EmbeddedNeo4j.driver(), "default", Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
