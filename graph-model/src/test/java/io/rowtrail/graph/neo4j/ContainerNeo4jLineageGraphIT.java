package io.rowtrail.graph.neo4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageGraphContract;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.neo4j.Neo4jContainer;

/** The contract on Neo4j's own image; skipped, saying so, where there is no Docker engine. */
class ContainerNeo4jLineageGraphIT extends LineageGraphContract {

    private static @Nullable Neo4jContainer server;
    private static @Nullable Driver driver;

    @BeforeAll
    static void start() {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker) {
            System.out.println("SKIPPED: no Docker engine here, so the contract does not run on Neo4jContainer");
        }
        assumeTrue(docker, "no Docker engine: the Neo4j container is skipped");
        server = new Neo4jContainer("neo4j:5.26-community").withoutAuthentication();
        server.start();
        driver = GraphDatabase.driver(server.getBoltUrl(), AuthTokens.none());
    }

    @AfterAll
    static void stop() {
        if (driver != null) {
            driver.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    @Override
    protected LineageGraph graph(String tenant) {
        if (driver == null) {
            throw new IllegalStateException("not started");
        }
        return new Neo4jLineageGraph(driver, tenant, Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @Override
    public int shuffles() {
        return 3;
    }

    @Override
    public int travels() {
        return 1;
    }

    @Override
    public int runs() {
        return 25;
    }
}
