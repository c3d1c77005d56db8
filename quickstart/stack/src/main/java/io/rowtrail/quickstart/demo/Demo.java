package io.rowtrail.quickstart.demo;

import io.rowtrail.quickstart.postgres.Databases;
import io.rowtrail.quickstart.process.Part;
import io.rowtrail.quickstart.process.PartState;
import io.rowtrail.quickstart.process.StackException;
import io.rowtrail.quickstart.stack.Progress;
import io.rowtrail.quickstart.stack.Stack;
import io.rowtrail.quickstart.verdict.LedgerEntry;
import io.rowtrail.quickstart.verdict.LedgerFile;
import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.ShopDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The sample from nothing to a verdict. The stack's launcher lock is held by the caller, who also stops the parts. */
public final class Demo {
    private static final Duration JOB = Duration.ofMinutes(10);
    private static final Duration REPLAY = Duration.ofMinutes(20);
    private static final Duration CAPTURE = Duration.ofMinutes(10);
    /** A capture that commits after a second of silence is through when nothing has moved for this long. */
    private static final Duration SETTLED = Duration.ofMillis(2_500);

    private final Stack stack;
    private final DemoParts parts;
    private final Steps steps;
    private final ExecutorService executor;
    private final Settings settings;

    /**
     * How much of the sample.
     *
     * @param requests sale requests; the whole year has 20,522
     * @param seed of the changes, returns and reads that follow the sales
     */
    public record Settings(int requests, long seed, Jobs jobs) {}

    /** Which jobs run: the sample's own, or those of a sceptic as well. */
    public enum Jobs {
        SAMPLE,
        SCEPTIC
    }

    public Demo(Stack stack, Settings settings, ExecutorService executor) {
        this.stack = stack;
        this.settings = settings;
        this.executor = executor;
        this.parts = new DemoParts(stack);
        this.steps = new Steps(System.err);
    }

    /** Runs all steps and tells the story. @return whether everything is as it must be */
    public boolean run() throws Exception {
        steps.run("Stop what ran and forget its state", shown -> reset());
        Map<String, Map<RowKey, Map<String, String>>> loaded = startAll();
        steps.run(String.format(Locale.ROOT, "Replay %,d sales as traced requests", settings.requests()), this::replay);
        List<LedgerEntry> ledger = LedgerFile.read(parts.ledger());
        steps.run("Wait until the capture is through", shown -> captured(ledger.size(), shown));
        Judgement judgement = new Judgement(stack, loaded, ledger);
        steps.run("Compare every captured change with the ledger", shown -> judgement.changes());
        stack.recompute().begin();
        steps.run("Spark: silver.sales", shown -> job("job-silver", List.of("silver"), shown));
        steps.run("Spark: gold.revenue and gold.top_customers", shown -> job("job-gold", List.of("gold"), shown));
        Api api = new Api(stack.serviceAddress());
        Reports.register(api);
        steps.run("Compare every output row with the ledger", shown -> judgement.outputs());
        steps.run("Ask the service for every report row", shown -> judgement.answers(api, shown));
        steps.run("Ask it for requests by sample, and for the way of a number", shown -> judgement.samples(api));
        Story story = new Story(stack, api, judgement, System.out);
        steps.run(
                "Spark: gold again, version 2 with a mistake in it",
                shown -> job("job-gold-v2", List.of("gold", "--version", "2"), shown));
        steps.run("Wait for the worker that runs recorded plans", this::recomputing);
        if (settings.jobs() == Jobs.SCEPTIC) {
            ScepticSteps sceptic = new ScepticSteps(parts, judgement);
            steps.run("Spark: windows, views, a grand total, a history", sceptic::jobs);
            steps.run("Compare them; take requests out of the ledger", shown -> sceptic.compare(settings.seed()));
            steps.run("Recompute a row of each", shown -> sceptic.recompute(api));
        }
        story.tell();
        return judgement.verdict(System.out, steps.elapsed());
    }

    private String reset() throws IOException {
        stack.stopAll(new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));
        // Nothing is forgotten for a demo that cannot start.
        stack.ports().checkAll();
        stack.state().forget();
        return "";
    }

    private Map<String, Map<RowKey, Map<String, String>>> startAll() throws Exception {
        Progress quiet = new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        CompletableFuture<Void> neo4j = CompletableFuture.runAsync(() -> quiet.start(stack.neo4j()), executor);
        steps.run("Start PostgreSQL; load stores, customers and products", shown -> {
            quiet.start(stack.postgres());
            parts.initialise().run(REPLAY, () -> {});
            return "";
        });
        Map<String, Map<RowKey, Map<String, String>>> loaded = readShop();
        steps.run("Start Neo4j and the service; the capture's snapshot", shown -> {
            CompletableFuture<Void> shop = CompletableFuture.runAsync(() -> quiet.start(parts.shop()), executor);
            CompletableFuture<Void> capture = CompletableFuture.runAsync(() -> quiet.start(capture()), executor);
            neo4j.get();
            quiet.start(stack.service());
            shop.get();
            capture.get();
            return "";
        });
        return loaded;
    }

    private Part capture() {
        try {
            return parts.capture();
        } catch (IOException e) {
            throw new StackException("Cannot configure the capture: " + e.getMessage(), e);
        }
    }

    private Map<String, Map<RowKey, Map<String, String>>> readShop() throws SQLException {
        try (Connection connection = stack.databases().connect(Databases.SHOP, Databases.SHOP_ROLE)) {
            return ShopDatabase.read(connection);
        }
    }

    private String replay(Steps.Shown shown) throws IOException {
        Path ledger = parts.ledger();
        parts.replay(settings.requests(), settings.seed()).run(REPLAY, () -> shown.progress(() -> megabytes(ledger)));
        parts.adminWrites(settings.seed()).run(REPLAY, () -> {});
        try (var lines = Files.lines(ledger)) {
            return String.format(Locale.ROOT, "%,d transactions", lines.count());
        }
    }

    private String captured(int transactions, Steps.Shown shown) throws InterruptedException {
        long deadline = System.nanoTime() + CAPTURE.toNanos();
        CaptureStatus last = new CaptureStatus("", -1, "", "", 0);
        long moved = System.nanoTime();
        while (true) {
            CaptureStatus now = CaptureStatus.read(stack.state().capture()).orElse(last);
            shown.progress(() -> String.format(Locale.ROOT, "%,d of %,d", now.transactions(), transactions));
            if (!now.equals(last)) {
                moved = System.nanoTime();
                last = now;
            }
            boolean settled = System.nanoTime() - moved > SETTLED.toNanos();
            if (settled && now.transactions() >= transactions && now.pendingPosts() == 0) {
                return String.format(Locale.ROOT, "%,d transactions", now.transactions());
            }
            if (now.state().equals("stopped") || System.nanoTime() - deadline > 0) {
                throw new StackException("The capture is not through: " + now.transactions() + " of " + transactions
                        + " transactions, " + now.pendingPosts() + " posts waiting. See "
                        + stack.state().log(Stack.CAPTURE) + ".");
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private String recomputing(Steps.Shown shown) throws InterruptedException {
        long deadline = System.nanoTime() + JOB.toNanos();
        Part worker = stack.known(Stack.RECOMPUTE);
        while (!(worker.state() instanceof PartState.Ready)) {
            if (worker.state() instanceof PartState.Died || System.nanoTime() - deadline > 0) {
                throw new StackException("The recompute worker is not there. See "
                        + stack.state().log(Stack.RECOMPUTE));
            }
            shown.progress(() -> "starting");
            TimeUnit.MILLISECONDS.sleep(250);
        }
        return "";
    }

    private String job(String name, List<String> arguments, Steps.Shown shown) {
        parts.job(name, arguments).run(JOB, () -> shown.progress(() -> ""));
        return "";
    }

    private static String megabytes(Path file) {
        try {
            return String.format(Locale.ROOT, "%.1f MB of ledger", Files.size(file) / 1e6);
        } catch (IOException notYet) {
            return "";
        }
    }
}
