package io.rowtrail.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.Batch;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Histories;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.LineageReader.Births;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.SearchQuery;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.summary.Plan;

/** No statement that reads may scan, repeat trails or search paths: each begins at an index or an id and expands once or twice. */
class QueryPlansIT {

    private static final RecordingDriver DRIVER = RecordingDriver.of(EmbeddedNeo4j.driver());

    /** Asks everything that can be asked, now and as of a time. */
    @BeforeAll
    static void ask() {
        List<EventFacts> told = Histories.random(11, 60);
        List<LoggedFacts> log = Histories.logged(told);
        try (Neo4jLineageGraph graph = graph(DRIVER.recording())) {
            graph.reset();
            graph.apply(new Batch("default", 1, 0, log.size(), log));
            DatasetId dataset = told.stream()
                    .flatMap(event -> event.outputs().stream())
                    .filter(mention -> mention.columns() != null)
                    .map(DatasetMention::id)
                    .findFirst()
                    .orElseThrow();
            List<JobId> jobs = graph.namespaces().stream()
                    .flatMap(namespace -> graph.jobs(namespace, PageRequest.first(5)).items().stream())
                    .map(job -> job.id())
                    .toList();
            JobId job = jobs.get(0);
            RunId run = graph.runs(job, PageRequest.first(1)).items().stream()
                    .map(view -> view.id())
                    .findFirst()
                    .orElseThrow();
            graph.prepare();
            for (LineageReader reader :
                    List.of(graph, graph.at(new TimePoint(log.get(40).recordedAt(), Instant.now())))) {
                walk(reader, dataset, job);
                list(reader, dataset, job, run);
            }
        }
    }

    private static Neo4jLineageGraph graph(Driver driver) {
        return new Neo4jLineageGraph(
                driver, "plans", Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    private static void walk(LineageReader reader, DatasetId dataset, JobId job) {
        reader.lineage(LineageQuery.of(dataset, 5, Direction.BOTH));
        reader.lineage(LineageQuery.of(job, 5, Direction.BOTH).withAttempted());
        reader.columnLineage(LineageQuery.of(dataset, 5, Direction.BOTH));
        ColumnRef column = reader.columns(dataset).stream().findFirst().orElse(new ColumnRef(dataset, "c"));
        reader.columnLineage(LineageQuery.of(column, 5, Direction.BOTH).withFormer());
        reader.paths(LineageQuery.of(dataset, 9, Direction.DOWNSTREAM), job);
        reader.paths(LineageQuery.of(column, 9, Direction.DOWNSTREAM), new ColumnRef(dataset, "other"));
    }

    private static void list(LineageReader reader, DatasetId dataset, JobId job, RunId run) {
        PageRequest page = PageRequest.first(10);
        reader.resolve(List.<NodeId>of(dataset, job, run, new ColumnRef(dataset, "c")));
        reader.namespaces();
        reader.namespace(dataset.namespace());
        reader.lifetimes(List.of(dataset, job));
        for (Births births : Births.values()) {
            reader.existing(births, List.of(Instant.now()));
        }
        reader.countDatasets(dataset.namespace());
        reader.countJobs(job.namespace());
        reader.datasets(dataset.namespace(), page);
        reader.dataset(dataset);
        reader.datasets(List.of(dataset));
        reader.names(dataset);
        reader.links(job);
        reader.columns(dataset);
        reader.versions(dataset, page);
        reader.countVersions(dataset);
        reader.jobs(job.namespace(), page);
        reader.job(job);
        reader.jobs(List.of(job));
        reader.runs(job, page);
        reader.countRuns(job);
        reader.run(run);
        reader.latestRuns(List.of(job));
        reader.columnDiff(dataset, run, run);
        reader.search(new SearchQuery("t0", SearchQuery.Kind.ALL, SearchQuery.Sort.RANK, null, 10));
    }

    @AfterAll
    static void drop() {
        try (Neo4jLineageGraph graph = graph(EmbeddedNeo4j.driver())) {
            graph.reset();
        }
    }

    @Test
    void everyStatementThatReadsBeginsAtAnIndexOrAnId() {
        assertThat(DRIVER.statements().size()).isGreaterThan(30);
        DRIVER.statements().forEach((statement, parameters) -> {
            List<String> operators = operators(statement, parameters);
            assertThat(operators).as(statement).noneMatch(QueryPlansIT::unbounded);
            assertThat(operators)
                    .as(statement)
                    .anyMatch(o -> o.contains("IndexSeek")
                            || o.contains("ByElementIdSeek")
                            || o.contains("NodeIndexContainsScan")
                            || o.startsWith("ProcedureCall")
                            || o.startsWith("NodeCountFromCountStore"));
        });
    }

    @Test
    void aStepOfAWalkIsOneStatementThatExpandsOnceAPart() {
        for (String step : List.of(StoredSteps.DATASETS, StoredSteps.COLUMNS)) {
            assertThat(DRIVER.statements().containsKey(step)).as(step).isTrue();
            List<String> operators = operators(step, DRIVER.statements().get(step));
            long parts = operators.stream().filter(o -> o.startsWith("Unwind")).count();
            assertThat(operators)
                    .as(step)
                    .filteredOn(o -> o.startsWith("Expand"))
                    .hasSize((int) parts);
            assertThat(operators)
                    .as(step)
                    .filteredOn(o -> o.contains("IndexSeek") || o.contains("ByElementIdSeek"))
                    .hasSize((int) parts);
        }
    }

    private static boolean unbounded(String operator) {
        return operator.contains("Repeat")
                || operator.contains("VarLength")
                || operator.contains("Path")
                || operator.contains("CartesianProduct")
                || (operator.contains("Scan") && !operator.startsWith("NodeIndexContainsScan"));
    }

    /** The plan that is no longer deprecated tells no operator by name in driver 6.2. */
    @SuppressWarnings("deprecation")
    private static List<String> operators(String statement, Map<?, ?> parameters) {
        Map<String, Object> given = new HashMap<>();
        parameters.forEach((name, value) -> given.put((String) name, value));
        try (Session session = EmbeddedNeo4j.driver().session()) {
            List<String> operators = new ArrayList<>();
            String explained = statement.startsWith("CYPHER") ? statement : "CYPHER " + statement;
            collect(session.run("EXPLAIN " + explained, given).consume().plan(), operators);
            return operators;
        }
    }

    private static void collect(Plan plan, List<String> operators) {
        operators.add(plan.operatorType());
        plan.children().forEach(child -> collect(child, operators));
    }
}
