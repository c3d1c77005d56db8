package io.rowtrail.quickstart.demo;

import io.rowtrail.quickstart.postgres.Databases;
import io.rowtrail.quickstart.process.JavaCommand;
import io.rowtrail.quickstart.process.JavaPart;
import io.rowtrail.quickstart.process.JavaTask;
import io.rowtrail.quickstart.process.Part;
import io.rowtrail.quickstart.process.Readiness;
import io.rowtrail.quickstart.stack.LocalSpark;
import io.rowtrail.quickstart.stack.Stack;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The processes the demo adds to the stack: the shop, its workload, the capture, the ETL jobs. */
final class DemoParts {
    static final List<String> TABLES = List.of("store", "customer", "product", "sale", "sale_line", "sale_return");

    private static final String SHOP_MAIN = "io.rowtrail.shop.ShopMain";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(45);
    private final Stack stack;

    DemoParts(Stack stack) {
        this.stack = stack;
    }

    Path ledger() {
        return stack.state().shop().resolve("ledger.ndjson");
    }

    Part shop() {
        List<String> words = new ArrayList<>(List.of(SHOP_MAIN, "serve"));
        words.addAll(List.of("--port", Integer.toString(stack.ports().shop())));
        words.addAll(database());
        words.addAll(List.of("--ledger", ledger().toString()));
        return new JavaPart(
                new JavaPart.Description(
                        Stack.SHOP,
                        "sample",
                        List.of(stack.ports().shopClaim()),
                        java(256, "quickstart/shop", words),
                        stack.state().shop(),
                        stack.state().log(Stack.SHOP),
                        Readiness.http(URI.create(shopAddress() + "/health")),
                        START,
                        STOP),
                stack.records());
    }

    String shopAddress() {
        return "http://127.0.0.1:" + stack.ports().shop();
    }

    JavaTask initialise() {
        return shopTask("shop-init", "init", database());
    }

    JavaTask replay(int requests, long seed) {
        return shopTask(
                "shop-replay",
                "replay",
                List.of(
                        "--url",
                        shopAddress(),
                        "--requests",
                        Integer.toString(requests),
                        "--seed",
                        Long.toString(seed)));
    }

    JavaTask adminWrites(long seed) {
        List<String> words = new ArrayList<>(database());
        words.addAll(List.of("--ledger", ledger().toString(), "--seed", Long.toString(seed)));
        return shopTask("shop-admin-writes", "admin-writes", words);
    }

    Part capture() throws IOException {
        Path file = stack.state().capture().resolve("capture.properties");
        Files.createDirectories(file.getParent());
        try (Writer writer = Files.newBufferedWriter(file)) {
            captureSettings().store(writer, "Written by ./rowtrail demo");
        }
        Path state = stack.state().capture();
        return new JavaPart(
                new JavaPart.Description(
                        Stack.CAPTURE,
                        "Debezium",
                        List.of(),
                        java(512, "cdc-capture", List.of("io.rowtrail.capture.CaptureMain", file.toString())),
                        state,
                        stack.state().log(Stack.CAPTURE),
                        () -> CaptureStatus.read(state)
                                        .filter(CaptureStatus::streaming)
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of("the snapshot is not done"),
                        START,
                        STOP),
                stack.records());
    }

    private Properties captureSettings() {
        Databases databases = stack.databases();
        Properties settings = new Properties();
        settings.setProperty("source.name", "shop");
        settings.setProperty("source.jdbc.url", databases.address(Databases.SHOP));
        settings.setProperty("source.user", Databases.SUPERUSER);
        settings.setProperty("source.password", "");
        settings.setProperty(
                "source.tables",
                String.join(",", TABLES.stream().map(table -> "public." + table).toList()));
        settings.setProperty("lake.name", "lake");
        settings.setProperty("lake.uri", databases.address(Databases.CATALOG));
        settings.setProperty("lake.user", Databases.CATALOG_ROLE);
        settings.setProperty("lake.password", "");
        settings.setProperty("lake.warehouse", stack.warehouse());
        settings.setProperty("service.url", stack.serviceAddress().toString());
        settings.setProperty("state.dir", stack.state().capture().toString());
        return settings;
    }

    /** One of the sample's Spark jobs, in a Spark of its own as any user would run it. */
    JavaTask job(String name, List<String> arguments) {
        Databases databases = stack.databases();
        // A job of this size is over before the optimising compiler pays off: half the processor time without it.
        List<String> options = new ArrayList<>(
                List.of("-Xmx1536m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"));
        options.addAll(LocalSpark.options());
        Map<String, String> settings = Map.ofEntries(
                Map.entry("spark.plugins", "io.rowtrail.spark.RowtrailPlugin"),
                Map.entry("spark.rowtrail.url", stack.serviceAddress().toString()),
                Map.entry("spark.rowtrail.namespace", "default"),
                Map.entry("spark.rowtrail.spool.dir", stack.state().spool().toString()),
                Map.entry("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog"),
                Map.entry("spark.sql.catalog.lake.type", "jdbc"),
                Map.entry("spark.sql.catalog.lake.uri", databases.address(Databases.CATALOG)),
                Map.entry("spark.sql.catalog.lake.warehouse", stack.warehouse()),
                Map.entry("spark.sql.catalog.lake.jdbc.user", Databases.CATALOG_ROLE),
                Map.entry("spark.sql.catalog.lake.jdbc.password", ""),
                Map.entry("spark.sql.catalog.lake.jdbc.schema-version", "V1"));
        LocalSpark.settings().forEach((key, value) -> options.add("-D" + key + "=" + value));
        settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
        List<String> words = new ArrayList<>(List.of("io.rowtrail.jobs.JobsMain"));
        words.addAll(arguments);
        Path directory = stack.state().root().resolve("jobs");
        return new JavaTask(
                name,
                new JavaCommand(options, stack.artifacts().classPath("quickstart/jobs"), words, Map.of()),
                directory,
                stack.state().log(name),
                stack.records());
    }

    private JavaTask shopTask(String name, String verb, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(SHOP_MAIN, verb));
        words.addAll(arguments);
        return new JavaTask(
                name,
                java(384, "quickstart/shop", words),
                stack.state().shop(),
                stack.state().log(name),
                stack.records());
    }

    private List<String> database() {
        return Arrays.asList("--jdbc-url", stack.databases().address(Databases.SHOP), "--user", Databases.SHOP_ROLE);
    }

    private JavaCommand java(int heap, String module, List<String> words) {
        return new JavaCommand(
                List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC"),
                stack.artifacts().classPath(module),
                words,
                Map.of());
    }
}
