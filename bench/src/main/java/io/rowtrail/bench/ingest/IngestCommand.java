package io.rowtrail.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.bench.Generator;
import io.rowtrail.quickstart.postgres.PostgresPart;
import io.rowtrail.quickstart.stack.Artifacts;
import io.rowtrail.quickstart.stack.Ports;
import io.rowtrail.quickstart.stack.Progress;
import io.rowtrail.quickstart.stack.Stack;
import io.rowtrail.quickstart.stack.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Posts the generator's stream and reports what an event costs once its structure is known. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Cost of an event from accepted to folded, in the steady state, on a stack of its own.")
public final class IngestCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Option(names = "--state", description = "State of the stack (${DEFAULT-VALUE}); deleted first.")
    Path state = Path.of(".rowtrail-bench");

    @Option(names = "--project", hidden = true, defaultValue = "${sys:rowtrail.home:-.}")
    Path project = Path.of(".");

    @Option(names = "--jobs", description = "Jobs of the generator's graph (${DEFAULT-VALUE}).")
    int jobs = 1000;

    @Option(names = "--layers", description = "Layers of it (${DEFAULT-VALUE}).")
    int layers = 10;

    @Option(
            names = "--warm-up",
            description = "Rounds before measuring; the first teaches structure (${DEFAULT-VALUE}).")
    int warmUp = 10;

    @Option(
            names = "--rounds",
            description = "Rounds measured, each a run of every job, two events (${DEFAULT-VALUE}).")
    int rounds = 5;

    @Option(names = "--connections", description = "Connections of the generator (${DEFAULT-VALUE}).")
    int connections = 32;

    @Option(names = "--rate", description = "Events a second, 0 for as many as it takes (${DEFAULT-VALUE}).")
    int rate;

    @Option(names = "--keep", description = "Leave the stack up (stop it with ./rowtrail down --state DIR).")
    boolean keep;

    @ArgGroup(exclusive = false, validate = false, heading = "Ports, all on 127.0.0.1:%n")
    Ports ports = new Ports();

    @Override
    public Integer call() throws Exception {
        Stack stack = new Stack(new Artifacts(project), new StateDirectory(state), ports);
        stack.state().prepare();
        Optional<Generator> generator = Generator.find(project, stack.state().root());
        if (generator.isEmpty()) {
            System.err.println("SKIPPED: the load generator (shared/bench/OlLoad.java) is nowhere above the project");
            return 0;
        }
        Progress progress = new Progress(System.err);
        stack.stopAll(progress);
        stack.state().forget();
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            Stack.startTogether(List.of(stack::postgres, stack::neo4j), executor, progress);
            progress.start(stack.service());
            report(stack, generator.get(), progress);
        } finally {
            executor.shutdown();
            if (!keep) {
                stack.stopAll(progress);
            }
        }
        return 0;
    }

    private void report(Stack stack, Generator generator, Progress progress) throws Exception {
        progress.say("warm-up: " + warmUp + " rounds");
        LagSampler lag = new LagSampler(stack.serviceAddress());
        long accepted = post(stack, generator, 0, warmUp).path("ok").asLong();
        lag.awaitFolded(accepted, PATIENCE);

        progress.say("time: " + rounds + " rounds");
        Map<String, ProcessTree> parts = new LinkedHashMap<>();
        for (String part : List.of(Stack.SERVICE, PostgresPart.NAME, Stack.NEO4J)) {
            long pid = stack.records().read(part).orElseThrow().pid();
            parts.put(part, new ProcessTree(pid));
        }
        Map<String, Long> cpuBefore = cpu(parts);
        lag.start();
        long began = System.nanoTime();
        JsonNode posted = post(stack, generator, warmUp, rounds);
        accepted += posted.path("ok").asLong();
        lag.awaitFolded(accepted, PATIENCE);
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, Long> cpuAfter = cpu(parts);
        lag.stop();
        IngestReport report = new IngestReport(System.out, posted.path("ok").asLong());
        report.time(posted, seconds, lag);
        report.cpu(cpuBefore, cpuAfter);

        progress.say("space: " + rounds + " rounds");
        StoredBytes before = stored(stack, progress);
        progress.start(stack.neo4j());
        accepted += post(stack, generator, warmUp + rounds, rounds).path("ok").asLong();
        lag.awaitFolded(accepted, PATIENCE);
        report.space(before, stored(stack, progress));
    }

    private static StoredBytes stored(Stack stack, Progress progress) throws Exception {
        progress.stop(stack.known(Stack.NEO4J));
        return StoredBytes.now(stack.databases(), stack.state().neo4j());
    }

    private static Map<String, Long> cpu(Map<String, ProcessTree> parts) throws Exception {
        Map<String, Long> cpu = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessTree> part : parts.entrySet()) {
            cpu.put(part.getKey(), part.getValue().cpuMillis());
        }
        return cpu;
    }

    private JsonNode post(Stack stack, Generator generator, int fromRound, int count) throws Exception {
        int perRound = layers * Math.max(1, Math.max(layers, jobs) / layers);
        return generator.run(List.of(
                "ingest",
                "--base",
                stack.serviceAddress().toString(),
                "--jobs",
                Integer.toString(jobs),
                "--layers",
                Integer.toString(layers),
                "--first-unit",
                Integer.toString(fromRound * perRound),
                "--events",
                Integer.toString(2 * count * perRound),
                "--rate",
                Integer.toString(rate),
                "--concurrency",
                Integer.toString(connections)));
    }
}
