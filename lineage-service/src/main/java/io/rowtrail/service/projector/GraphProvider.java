package io.rowtrail.service.projector;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.neo4j.Neo4jLineageGraph;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.neo4j.driver.Driver;

/** The lineage graph in Neo4j; made without connecting, so that the service starts while Neo4j is away. */
final class GraphProvider {
    GraphProvider() {}

    @Produces
    @Singleton
    static LineageGraph graph(Driver driver, GraphConfig config, Clock clock) {
        return new Neo4jLineageGraph(driver, clock, config.queryTimeout(), config.foldTimeout());
    }

    static void close(@Disposes LineageGraph graph) {
        graph.close();
    }
}
