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
                StoredEdges.OUT_OF,
                StoredEdges.INTO,
                StoredEdges.OF_JOBS,
                StoredEdges.DERIVED_FROM,
                StoredEdges.DERIVED_FROM_ANY,
                StoredEdges.DERIVED_INTO,
                StoredEdges.NAMES_FROM,
                StoredEdges.NAMES_TO,
                StoredEdges.LINKS_FROM,
                StoredEdges.LINKS_TO
            })
    void aStepBeginsAtAnIndexAndExpandsOnce(String query) {
        List<String> operators = operators(query);
        assertThat(operators).anyMatch(o -> o.contains("IndexSeek"));
        assertThat(operators).filteredOn(o -> o.startsWith("Expand")).hasSize(1);
        safe(operators);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ_BY", "WRITES", "FLOWS_TO", "DERIVES", "LEADS_TO", "NAMED"})
    void anEdgeIsFoundByTheIndexOfItsKey(String type) {
        List<String> operators = operators(StoredEdges.byKey(type));
        assertThat(operators).anyMatch(o -> o.matches("DirectedRelationship(Unique)?IndexSeek.*"));
        safe(operators);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                History.RUNS_OF_JOBS,
                History.BESIDE,
                History.BESIDE_COLUMNS,
                Tellers.STATEMENTS,
                Lists.LATEST,
                Search.WORDS
            })
    void aDescriptorBeginsAtAnIndex(String query) {
        List<String> operators = operators(query);
        assertThat(operators).anyMatch(o -> o.contains("IndexSeek") || o.startsWith("ProcedureCall"));
        safe(operators);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dataset", "Job"})
    void aNameIsSearchedInItsTextIndex(String label) {
        assertThat(operators(Search.within(label))).anyMatch(o -> o.startsWith("NodeIndexContainsScan"));
    }

    private static final Map<String, Object> PARAMETERS = Map.of(
            "keys", List.of("k"),
            "key", "k",
            "now", List.of("effective"),
            "brief", true,
            "most", 10,
            "before", "~",
            "words", "w",
            "text", "w",
            "tenant", "default");

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
            collect(session.run("EXPLAIN " + query, PARAMETERS).consume().plan(), operators);
            return operators;
        }
    }

    private static void collect(Plan plan, List<String> operators) {
        operators.add(plan.operatorType());
        plan.children().forEach(child -> collect(child, operators));
    }
}
