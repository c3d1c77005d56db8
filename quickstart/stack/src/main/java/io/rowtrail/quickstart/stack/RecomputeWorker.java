package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.postgres.Databases;
import io.rowtrail.quickstart.process.JavaCommand;
import io.rowtrail.quickstart.process.JavaPart;
import io.rowtrail.quickstart.process.Readiness;
import io.rowtrail.quickstart.process.StackException;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The recompute worker: a Spark of its own that runs recorded plans for the service. */
final class RecomputeWorker {
    private static final Duration START = Duration.ofMinutes(2);
    /** It keeps nothing: what it is asked meanwhile is asked again. */
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Stack stack;

    RecomputeWorker(Stack stack) {
        this.stack = stack;
    }

    JavaPart part() {
        Path file = stack.state().recompute().resolve("recompute.properties");
        try {
            StringWriter text = new StringWriter();
            settings().store(text, "Written by ./rowtrail");
            RecomputeToken.write(file, text.toString());
        } catch (IOException e) {
            throw new StackException("Cannot configure the recompute worker: " + e.getMessage(), e);
        }
        // Questions of the sample's size are over before the optimising compiler pays off. The room for compiled code
        // is what the JVM has with that compiler: a full one is never compiled into again.
        List<String> options = new ArrayList<>(
                List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"));
        options.addAll(LocalSpark.options());
        return new JavaPart(
                new JavaPart.Description(
                        Stack.RECOMPUTE,
                        "Spark",
                        List.of(stack.ports().recomputeClaim()),
                        new JavaCommand(
                                options,
                                stack.artifacts().classPath("recompute"),
                                List.of("io.rowtrail.recompute.RecomputeMain", file.toString()),
                                Map.of()),
                        stack.state().recompute(),
                        stack.state().log(Stack.RECOMPUTE),
                        readiness(stack.ports().recompute),
                        START,
                        STOP),
                stack.records());
    }

    Readiness readiness(int port) {
        return Readiness.http(URI.create("http://127.0.0.1:" + port + "/health"), token());
    }

    String token() {
        return RecomputeToken.of(stack.state().recompute());
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + stack.ports().recompute);
    }

    private Properties settings() {
        Databases databases = stack.databases();
        Properties settings = new Properties();
        settings.setProperty("listen.host", "127.0.0.1");
        settings.setProperty(
                "question.timeout.ms", Long.toString(Duration.ofMinutes(30).toMillis()));
        settings.setProperty("listen.port", Integer.toString(stack.ports().recompute));
        settings.setProperty("token", token());
        settings.setProperty("lake.name", "lake");
        settings.setProperty("lake.uri", databases.address(Databases.CATALOG));
        settings.setProperty("lake.user", Databases.CATALOG_ROLE);
        settings.setProperty("lake.password", "");
        settings.setProperty("lake.warehouse", stack.warehouse());
        LocalSpark.settings().forEach(settings::setProperty);
        return settings;
    }
}
