package io.rowtrail.graph.neo4j;

import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;
import org.neo4j.io.ByteUnit;

/** One Neo4j server for all integration tests of this JVM, spoken to over Bolt as any other. */
final class EmbeddedNeo4j {

    private static final EmbeddedNeo4j ONE = new EmbeddedNeo4j();

    private final Neo4j server = Neo4jBuilders.newInProcessBuilder()
            .withConfig(BoltConnector.enabled, true)
            .withConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
            .withConfig(HttpConnector.enabled, false)
            .withConfig(GraphDatabaseSettings.auth_enabled, false)
            .withConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(64))
            .withDisabledServer()
            .build();
    private final Driver driver = GraphDatabase.driver(server.boltURI(), AuthTokens.none());

    private EmbeddedNeo4j() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            driver.close();
            server.close();
        }));
    }

    static Driver driver() {
        return ONE.driver;
    }
}
