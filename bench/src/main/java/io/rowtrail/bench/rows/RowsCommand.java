package io.rowtrail.bench.rows;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.quickstart.postgres.Databases;
import io.rowtrail.quickstart.stack.Artifacts;
import io.rowtrail.quickstart.stack.Ports;
import io.rowtrail.quickstart.stack.Progress;
import io.rowtrail.quickstart.stack.Stack;
import io.rowtrail.quickstart.stack.StateDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the service takes from a request to its rows, and from a row to its requests. */
@Command(
        name = "rows",
        mixinStandardHelpOptions = true,
        description =
                "Fills change store and lake of a stack of its own and times both questions over HTTP, one after another.")
public final class RowsCommand implements Callable<Integer> {
    private static final String REPORT = "dataset:iceberg://lake:gold.report";
    private static final String CHANGES = "dataset:iceberg://lake:shop.sale_line";

    @Option(names = "--state", description = "State of the stack (${DEFAULT-VALUE}); deleted first.")
    Path state = Path.of(".rowtrail-bench");

    @Option(names = "--project", hidden = true, defaultValue = "${sys:rowtrail.home:-.}")
    Path project = Path.of(".");

    @Option(names = "--changes", description = "Captured rows (${DEFAULT-VALUE}).")
    int changes = 1_000_000;

    @Option(names = "--rows", description = "Rows of the report (${DEFAULT-VALUE}).")
    int rows = 100_000;

    @Option(names = "--per-transaction", description = "Captured rows a transaction (${DEFAULT-VALUE}).")
    int perTransaction = 5;

    @Option(names = "--warm-up", description = "Questions of each kind before those counted (${DEFAULT-VALUE}).")
    int warmUp = 200;

    @Option(names = "--questions", description = "Questions of each kind (${DEFAULT-VALUE}).")
    int questions = 1_000;

    @Option(names = "--keep", description = "Leave the stack up (stop it with ./rowtrail down --state DIR).")
    boolean keep;

    @Option(
            names = "--again",
            description = "Start it again and ask only, where --keep left a stack of the same sizes.")
    boolean again;

    @ArgGroup(exclusive = false, validate = false, heading = "Ports, all on 127.0.0.1:%n")
    Ports ports = new Ports();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(1);

    @Override
    public Integer call() throws Exception {
        Sizes sizes = new Sizes(changes, rows, perTransaction);
        Stack stack = new Stack(new Artifacts(project), new StateDirectory(state), ports);
        stack.state().prepare();
        Progress progress = new Progress(System.err);
        stack.stopAll(progress);
        if (!again) {
            stack.state().forget();
        }
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            Stack.startTogether(List.of(stack::postgres, stack::neo4j), executor, progress);
            progress.start(stack.service());
            if (!again) {
                fill(stack, sizes, progress);
            }
            ask(stack.serviceAddress(), sizes);
        } finally {
            executor.shutdown();
            if (!keep) {
                stack.stopAll(progress);
            }
        }
        return 0;
    }

    private void fill(Stack stack, Sizes sizes, Progress progress) throws Exception {
        URI service = stack.serviceAddress();
        String run = UUID.randomUUID().toString();
        post(service.resolve("/api/v1/changes"), firstBatch(sizes));
        progress.say("change store: " + sizes.transactions() + " transactions");
        new LargeChangeStore(stack.databases(), sizes).fill();
        progress.say("lake: " + sizes.changes() + " changes, " + sizes.rows() + " rows of a report");
        try (Lake lake = Lake.open(new LakeConfig(
                "lake",
                stack.databases().address(Databases.CATALOG),
                Databases.CATALOG_ROLE,
                Databases.CATALOG_ROLE,
                stack.warehouse()))) {
            LargeLake large = new LargeLake(lake, sizes);
            large.changes();
            large.report(run);
        }
        post(service.resolve("/api/v1/lineage?wait=graph"), """
                {"eventType":"COMPLETE","eventTime":"2026-01-02T03:04:05Z","run":{"runId":"%s"},
                 "job":{"namespace":"bench","name":"report"},"producer":"https://p","schemaURL":"https://s",
                 "inputs":[{"namespace":"iceberg://lake","name":"shop.sale_line"}],
                 "outputs":[{"namespace":"iceberg://lake","name":"gold.report"}]}""".formatted(run));
    }

    private static String firstBatch(Sizes sizes) {
        String ordinal = Long.toString(sizes.ordinal(1));
        return """
                {"source":"shop","incarnation":1,"stream":{"id":"bench","seq":"1","prev":null},"firstOrdinal":"%s","lastOrdinal":"%s",
                 "transactions":[{"ordinal":"%s","txid":"1","commitLsn":"0/1","commitTs":"2026-01-02T03:04:05Z",
                 "traces":[{"traceId":"%s","spanId":"b7ad6b7169203331","tagSource":"message","origin":"originated"}],
                 "tables":[{"dataset":{"namespace":"iceberg://lake","name":"shop.sale_line"},"rows":%d,"ops":{"c":%d}}]}]}""".formatted(ordinal, ordinal, ordinal, Sizes.trace(1), sizes.perTransaction(), sizes.perTransaction());
    }

    private void ask(URI service, Sizes sizes) throws Exception {
        time(
                "request -> its rows of the report",
                () -> service.resolve(
                        "/api/v1/traces/" + anyTrace(sizes) + "/rows?limit=100&dataset=" + encoded(REPORT)));
        time(
                "request -> its captured rows",
                () -> service.resolve(
                        "/api/v1/traces/" + anyTrace(sizes) + "/rows?limit=100&dataset=" + encoded(CHANGES)));
        time("request -> all it reached", () -> service.resolve("/api/v1/traces/" + anyTrace(sizes)));
        time(
                "row of the report -> its requests",
                () -> service.resolve("/api/v1/rows/traces?dataset=" + encoded(REPORT) + "&key="
                        + encoded("{\"line\":\"line " + random.nextInt(sizes.rows()) + "\"}")));
        time(
                "row of the report -> its proof",
                () -> service.resolve("/api/v1/rows/proof?dataset=" + encoded(REPORT) + "&key="
                        + encoded("{\"line\":\"line " + random.nextInt(sizes.rows()) + "\"}")));
        time(
                "captured row -> its requests",
                () -> service.resolve("/api/v1/rows/traces?dataset=" + encoded(CHANGES) + "&key="
                        + encoded("{\"sale_id\":" + (1 + random.nextInt(sizes.transactions())) + ",\"line_no\":0}")));
    }

    private String anyTrace(Sizes sizes) {
        return Sizes.trace(1 + random.nextInt(sizes.transactions()));
    }

    private void time(String what, Supplier<URI> question) throws Exception {
        double first = once(question.get());
        for (int i = 0; i < warmUp; i++) {
            once(question.get());
        }
        double[] millis = new double[questions];
        for (int i = 0; i < questions; i++) {
            millis[i] = once(question.get());
        }
        Arrays.sort(millis);
        System.out.printf(
                "%-36s first %6.0f  p50 %6.1f  p95 %6.1f  p99 %6.1f  max %6.1f ms%n",
                what, first, at(millis, 0.5), at(millis, 0.95), at(millis, 0.99), millis[millis.length - 1]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }

    private double once(URI question) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(question).build(), HttpResponse.BodyHandlers.ofString());
        double millis = (System.nanoTime() - began) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(question + ": " + answer.statusCode() + " " + answer.body());
        }
        return millis;
    }

    private void post(URI address, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(address + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
