package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.postgres.Databases;
import io.rowtrail.quickstart.postgres.PostgresPart;
import io.rowtrail.quickstart.process.JavaCommand;
import io.rowtrail.quickstart.process.JavaPart;
import io.rowtrail.quickstart.process.Leftovers;
import io.rowtrail.quickstart.process.Part;
import io.rowtrail.quickstart.process.ProcessRecord;
import io.rowtrail.quickstart.process.Readiness;
import io.rowtrail.quickstart.process.RunRecords;
import io.rowtrail.quickstart.process.StackException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The parts of the local stack and how each is run. Parts are made on demand, so that an unbuilt one hinders no other. */
public final class Stack {
    public static final String NEO4J = "neo4j";
    public static final String SERVICE = "service";
    public static final String CAPTURE = "capture";
    public static final String SHOP = "shop";
    public static final String RECOMPUTE = "recompute";
    /** In the order of starting; they stop in the opposite order. */
    public static final List<String> PARTS = List.of(PostgresPart.NAME, NEO4J, SERVICE, CAPTURE, SHOP, RECOMPUTE);

    private final Artifacts artifacts;
    private final StateDirectory state;
    private final Ports ports;
    private final RunRecords records;

    public Stack(Artifacts artifacts, StateDirectory state, Ports ports) {
        this.artifacts = artifacts;
        this.state = state;
        this.ports = ports;
        this.records = new RunRecords(state.run());
    }

    public StateDirectory state() {
        return state;
    }

    public Artifacts artifacts() {
        return artifacts;
    }

    public Ports ports() {
        return ports;
    }

    public RunRecords records() {
        return records;
    }

    /** Databases of the server on the chosen port. */
    public Databases databases() {
        return new Databases(ports.postgres);
    }

    public PostgresPart postgres() {
        return new PostgresPart(state.postgres(), state.logs(), ports.postgresClaim(), records);
    }

    public Part neo4j() {
        String classPath = artifacts.classPath("quickstart/neo4j-server");
        return new JavaPart(
                new JavaPart.Description(
                        NEO4J,
                        Artifacts.versionOf("neo4j-kernel", classPath),
                        List.of(ports.boltClaim()),
                        new JavaCommand(
                                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                                classPath,
                                List.of(
                                        "io.rowtrail.quickstart.neo4j.Neo4jServer",
                                        "--home",
                                        state.neo4j().toString(),
                                        "--port",
                                        Integer.toString(ports.bolt)),
                                Map.of()),
                        state.neo4j(),
                        state.log(NEO4J),
                        Readiness.bolt(ports.bolt),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(1)),
                records);
    }

    public Part service() {
        Databases databases = databases();
        List<String> options = new ArrayList<>(List.of("-Xmx512m", "-Xmn200m", "-XX:+UseSerialGC"));
        Map<String, String> settings = Map.ofEntries(
                Map.entry("quarkus.http.host", "127.0.0.1"),
                Map.entry("quarkus.http.port", Integer.toString(ports.service)),
                Map.entry("quarkus.datasource.jdbc.url", databases.address(Databases.AUDIT)),
                Map.entry("quarkus.datasource.username", Databases.AUDIT_OWNER),
                Map.entry("quarkus.datasource.password", Databases.AUDIT_OWNER),
                Map.entry(
                        "quarkus.datasource.reactive.url",
                        databases.address(Databases.AUDIT).substring("jdbc:".length())),
                Map.entry(
                        "rowtrail.audit.directory",
                        state.service().resolve("audit").toString()),
                Map.entry(
                        "rowtrail.audit.evidence-directory",
                        state.service().resolve("evidence").toString()),
                Map.entry("rowtrail.audit.writer-username", Databases.AUDIT_WRITER),
                Map.entry("rowtrail.audit.writer-password", Databases.AUDIT_WRITER),
                Map.entry("quarkus.neo4j.uri", "bolt://127.0.0.1:" + ports.bolt),
                Map.entry(
                        "rowtrail.recompute.url",
                        new RecomputeWorker(this).address().toString()),
                Map.entry("rowtrail.lake.name", "lake"),
                Map.entry("rowtrail.lake.uri", databases.address(Databases.CATALOG)),
                Map.entry("rowtrail.lake.warehouse", warehouse()),
                Map.entry("rowtrail.lake.username", Databases.CATALOG_ROLE),
                Map.entry("rowtrail.lake.password", Databases.CATALOG_ROLE),
                Map.entry("rowtrail.manifest.every", "PT10S"));
        settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(setting -> options.add("-D" + setting.getKey() + "=" + setting.getValue()));
        return new JavaPart(
                new JavaPart.Description(
                        SERVICE,
                        version(),
                        List.of(ports.serviceClaim()),
                        new JavaCommand(
                                options,
                                "",
                                List.of(
                                        "-jar",
                                        artifacts
                                                .file("lineage-service", "quarkus-app/quarkus-run.jar")
                                                .toString()),
                                Map.of("ROWTRAIL_RECOMPUTE_TOKEN", new RecomputeWorker(this).token())),
                        state.service(),
                        state.log(SERVICE),
                        Readiness.http(URI.create("http://127.0.0.1:" + ports.service + "/q/health/ready")),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(30)),
                records);
    }

    /** The worker that runs recorded plans; nothing waits for it but what asks it. */
    public JavaPart recompute() {
        return new RecomputeWorker(this).part();
    }

    /** Where the lake's files are, as Iceberg wants it: the plain path, spaces and all. */
    public String warehouse() {
        return "file:" + state.lake();
    }

    /** Address of the service. */
    public URI serviceAddress() {
        return URI.create("http://127.0.0.1:" + ports.service);
    }

    /**
     * A part by its name as far as watching and stopping go, also when it is not built (any more): recognised by its
     * record, it needs no command.
     */
    public Part known(String name) {
        if (name.equals(PostgresPart.NAME)) {
            int port = records.read(name).map(ProcessRecord::port).orElse(ports.postgres);
            Ports recorded = new Ports();
            recorded.postgres = port;
            return new PostgresPart(state.postgres(), state.logs(), recorded.postgresClaim(), records);
        }
        int port = records.read(name).map(ProcessRecord::port).orElse(0);
        Readiness readiness = switch (name) {
            case NEO4J -> Readiness.bolt(port);
            case RECOMPUTE -> new RecomputeWorker(this).readiness(port);
            case SERVICE -> Readiness.http(URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
            default -> Readiness.running();
        };
        return new JavaPart(
                new JavaPart.Description(
                        name,
                        "",
                        List.of(),
                        new JavaCommand(List.of(), "", List.of(), Map.of()),
                        state.root(),
                        state.log(name),
                        readiness,
                        Duration.ZERO,
                        Duration.ofMinutes(1)),
                records);
    }

    /** Starts those at the same time and returns when all are ready; the first failure is thrown after all have ended. */
    public static void startTogether(List<Supplier<Part>> parts, Executor executor, Progress progress) {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (Supplier<Part> supplier : parts) {
            starts.add(CompletableFuture.runAsync(() -> progress.start(supplier.get()), executor));
        }
        try {
            CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StackException known) {
                throw known;
            }
            throw new StackException("cannot start: " + e.getCause(), e);
        }
    }

    /** Stops everything of this stack, later parts first; goes on after a failure and throws the first at the end. */
    public void stopAll(Progress progress) {
        List<String> order = new ArrayList<>(PARTS);
        Collections.reverse(order);
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> Leftovers.endTasks(records, PARTS));
        order.forEach(name -> steps.add(() -> progress.stop(known(name))));
        steps.add(() -> Leftovers.endMarked(records));
        RuntimeException first = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static String version() {
        return Artifacts.versionOf("rowtrail-quickstart-stack", System.getProperty("java.class.path"));
    }
}
