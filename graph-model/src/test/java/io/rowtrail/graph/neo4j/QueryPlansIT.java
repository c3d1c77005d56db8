package io.rowtrail.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Session;
import org.neo4j.driver.summary.Plan;

/** No step of a walk may scan, repeat trails or search paths: each begins at an index and expands once. */
class QueryPlansIT {

    @BeforeAll
    static void constraints() {
        new Neo4jLineageGraph(
                        EmbeddedNeo4j.driver(),
                        "default",
                        Clock.systemUTC(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60))
                .position("default");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                StoredEdges.READS_OUT,
                StoredEdges.FLOWS_OUT,
                StoredEdges.WRITES_IN,
                StoredEdges.FLOWS_IN,
                StoredEdges.READS_OF,
                StoredEdges.WRITES_OF,
                StoredEdges.DERIVED_FROM,
                StoredEdges.DERIVED_FROM_ANY,
                StoredEdges.DERIVED_INTO
            })
    void aStepBeginsAtAnIndexAndExpandsOnce(String query) {
        List<String> operators = operators(query);
        assertThat(operators).anyMatch(o -> o.contains("IndexSeek"));
        assertThat(operators).filteredOn(o -> o.startsWith("Expand")).hasSize(1);
        safe(operators);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ_BY", "WRITES", "FLOWS_TO", "DERIVES"})
    void anEdgeIsFoundByTheIndexOfItsKey(String type) {
        List<String> operators = operators(StoredEdges.byKey(type));
        assertThat(operators).anyMatch(o -> o.matches("DirectedRelationship(Unique)?IndexSeek.*"));
        safe(operators);
    }

    private static void safe(List<String> operators) {
        assertThat(operators)
                .noneMatch(o -> o.contains("Repeat")
                        || o.contains("VarLength")
                        || o.contains("Path")
                        || o.contains("Scan")
                        || o.contains("CartesianProduct"));
    }

    /** The plan that is no longer deprecated tells no operator by name in driver 6.2. */
    @SuppressWarnings("deprecation")
    private static List<String> operators(String query) {
        try (Session session = EmbeddedNeo4j.driver().session()) {
            List<String> operators = new ArrayList<>();
            collect(
                    session.run("EXPLAIN " + query, Map.of("keys", List.of("k")))
                            .consume()
                            .plan(),
                    operators);
            return operators;
        }
    }

    private static void collect(Plan plan, List<String> operators) {
        operators.add(plan.operatorType());
        plan.children().forEach(child -> collect(child, operators));
    }
}
