package io.rowtrail.graph.neo4j;

import java.util.List;
import java.util.Map;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionConfig;

/** Takes nodes and relationships away in transactions of a bounded size, edges before the nodes they join. */
record GraphDrop(Session session, TransactionConfig config) {

    private static final int AT_ONCE = 10_000;

    /** What a tenant has, each found by an index. */
    private static final List<String> OF_TENANT = List.of(
            "MATCH (d:Dataset {tenant: $tenant}) MATCH (:Column {dataset: d.key})-[x:DERIVES]->()",
            "MATCH (:Dataset {tenant: $tenant})-[x:FLOWS_TO|READ_BY|NAMED]->()",
            "MATCH (:Dataset {tenant: $tenant})<-[x:SPEAKS_OF]-()",
            "MATCH (:Job {tenant: $tenant})-[x:WRITES|LEADS_TO]->()",
            "MATCH (d:Dataset {tenant: $tenant}) MATCH (x:Column {dataset: d.key})",
            "MATCH (d:Dataset {tenant: $tenant}) MATCH (x:DatasetVersion {dataset: d.key})",
            "MATCH (:Job {tenant: $tenant})<-[:RUN_OF]-(x:Run) WITH DISTINCT x",
            "MATCH (x:Statement {tenant: $tenant})",
            "MATCH (x:Settled {tenant: $tenant})",
            "MATCH (x:Shape {tenant: $tenant})",
            "MATCH (x:Dataset {tenant: $tenant})",
            "MATCH (x:Job {tenant: $tenant})");

    /** What any form ever wrote. */
    private static final List<String> WHOLE = List.of(
            "MATCH ()-[x:DERIVES]->()",
            "MATCH ()-[x:FLOWS_TO]->()",
            "MATCH ()-[x:READ_BY]->()",
            "MATCH ()-[x:WRITES]->()",
            "MATCH ()-[x:NAMED]->()",
            "MATCH ()-[x:LEADS_TO]->()",
            "MATCH ()-[x:SPEAKS_OF]->()",
            "MATCH ()-[x:RUN_OF]->()",
            "MATCH (x:Column)",
            "MATCH (x:DatasetVersion)",
            "MATCH (x:Run)",
            "MATCH (x:Statement)",
            "MATCH (x:Settled)",
            "MATCH (x:Shape)",
            "MATCH (x:Dataset)",
            "MATCH (x:Job)");

    /** @return how many nodes and relationships are gone */
    long tenant(Keys keys) {
        return all(OF_TENANT, Map.of("tenant", keys.tenant()));
    }

    /** @return how many nodes and relationships are gone */
    long whole() {
        return all(WHOLE, Map.of());
    }

    private long all(List<String> matches, Map<String, Object> parameters) {
        long gone = 0;
        for (String match : matches) {
            String delete = match.endsWith("()") ? " DELETE x" : " DETACH DELETE x";
            String statement = match + " WITH x LIMIT " + AT_ONCE + delete + " RETURN count(*) AS gone";
            long now = AT_ONCE;
            while (now == AT_ONCE) {
                now = session.executeWrite(
                        tx -> tx.run(statement, parameters).single().get("gone").asLong(), config);
                gone += now;
            }
        }
        return gone;
    }
}
