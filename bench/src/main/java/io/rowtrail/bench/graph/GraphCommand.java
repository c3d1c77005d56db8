package io.rowtrail.bench.graph;

import io.rowtrail.bench.Generator;
import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.neo4j.Neo4jLineageGraph;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Folds one run of every job of the generator's graph into a Neo4j, without a service or a log. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = "Fills a running Neo4j with the generator's graph, one finished run a job.")
public final class GraphCommand implements Callable<Integer> {
    private static final Instant RECORDED = Instant.parse("2026-01-02T00:00:00Z");

    @Option(names = "--uri", description = "Bolt address (${DEFAULT-VALUE}).")
    String uri = "bolt://127.0.0.1:17687";

    @Option(names = "--project", hidden = true, defaultValue = "${sys:rowtrail.home:-.}")
    Path project = Path.of(".");

    @Option(names = "--jobs", description = "Jobs, each with one output (${DEFAULT-VALUE}).")
    int jobs = 11_000;

    @Option(names = "--layers", description = "Layers the jobs are in (${DEFAULT-VALUE}).")
    int layers = 20;

    @Option(names = "--columns", description = "Columns a dataset; each comes from two (${DEFAULT-VALUE}).")
    int columns = 20;

    @Option(names = "--tenant", description = "Whose graph; dropped first (${DEFAULT-VALUE}).")
    String tenant = "default";

    @Option(names = "--batch", description = "Events folded in one transaction (${DEFAULT-VALUE}).")
    int batch = 250;

    @Override
    public Integer call() throws Exception {
        Optional<Generator> generator = Generator.find(project, project.resolve("bench/target"));
        if (generator.isEmpty()) {
            System.err.println("SKIPPED: the load generator (shared/bench/OlLoad.java) is nowhere above the project");
            return 0;
        }
        Process events = generator
                .get()
                .start(List.of(
                        "dump",
                        "--jobs",
                        Integer.toString(jobs),
                        "--layers",
                        Integer.toString(layers),
                        "--columns",
                        Integer.toString(columns),
                        "--lean-start"));
        long began = System.nanoTime();
        try (Driver driver = GraphDatabase.driver(uri);
                LineageGraph graph = new Neo4jLineageGraph(
                        driver, tenant, Clock.systemUTC(), Duration.ofMinutes(1), Duration.ofMinutes(5));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(events.getInputStream(), StandardCharsets.UTF_8))) {
            graph.reset();
            long folded = fold(graph, lines);
            System.err.printf("%d events folded in %.0f s%n", folded, (System.nanoTime() - began) / 1e9);
            for (String count : List.of(
                    "MATCH (n:Dataset {tenant: $t}) RETURN 'datasets' AS what, count(n) AS n",
                    "MATCH (n:Job {tenant: $t}) RETURN 'jobs' AS what, count(n) AS n",
                    "MATCH (:Dataset {tenant: $t})-[r:FLOWS_TO]->() RETURN 'dataset edges' AS what, count(r) AS n",
                    "MATCH (d:Dataset {tenant: $t}) MATCH (:Column {dataset: d.key})-[r:DERIVES]->()"
                            + " RETURN 'column edges' AS what, count(r) AS n")) {
                driver.executableQuery(count)
                        .withParameters(java.util.Map.of("t", tenant))
                        .execute()
                        .records()
                        .forEach(row -> System.out.printf(
                                "%-14s %d%n",
                                row.get("what").asString(), row.get("n").asLong()));
            }
        } finally {
            events.destroy();
        }
        return 0;
    }

    private long fold(LineageGraph graph, BufferedReader lines) throws Exception {
        EventReader reader = new EventReader();
        long epoch = Math.max(1, graph.position(tenant).epoch());
        long from = 0;
        List<LoggedFacts> facts = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (reader.read(line.getBytes(StandardCharsets.UTF_8)) instanceof Read.Facts read) {
                long index = from + facts.size();
                facts.add(LoggedFacts.of(new EntryRef(tenant, index), RECORDED, read.facts()));
            } else {
                throw new IllegalStateException("refused: " + line);
            }
            if (facts.size() == batch) {
                from = apply(graph, epoch, from, facts);
            }
        }
        return apply(graph, epoch, from, facts);
    }

    private long apply(LineageGraph graph, long epoch, long from, List<LoggedFacts> facts) {
        long to = from + facts.size();
        Applied applied = graph.apply(new Batch(tenant, epoch, from, to, facts));
        if (!(applied instanceof Applied.Folded)) {
            throw new IllegalStateException("not folded: " + applied);
        }
        facts.clear();
        if (to % (batch * 20L) == 0) {
            System.err.println(to + " events");
        }
        return to;
    }
}
