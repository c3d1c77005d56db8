package io.rowtrail.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users get it, in a plain Spark: nothing of ours but the jar is on the class path, nothing set but the plugin. */
class ShadedJarIT {
    @Test
    void tagsAndTellsOfAWrite(@TempDir Path directory) throws Exception {
        String jar = System.getProperty("rowtrail.shaded.jar");
        Assumptions.assumeTrue(jar != null && new File(jar).exists(), "no shaded jar: not packaged");
        List<JsonNode> received = new CopyOnWriteArrayList<>();
        HttpServer server = service(received);
        try {
            Path log = directory.resolve("log");
            Process spark = new ProcessBuilder(command(jar, server.getAddress().getPort(), directory))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = spark.waitFor(3, TimeUnit.MINUTES);
            spark.destroyForcibly();
            assertThat(ended && spark.exitValue() == 0).as(Files.readString(log)).isTrue();
        } finally {
            server.stop(0);
        }
        JsonNode event = received.stream()
                .filter(e -> e.at("/eventType").asText().equals("COMPLETE")
                        && e.at("/outputs/0/name").asText().equals(PlainJob.OUTPUT))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no COMPLETE among " + received));
        JsonNode tags = event.at("/outputs/0/outputFacets/rowtrail_tags");
        assertThat(tags.at("/rows").asInt()).as(tags.toString()).isEqualTo(2);
        assertThat(tags.at("/exact").asInt()).isEqualTo(2);
        assertThat(tags.at("/guarantee").asText()).isEqualTo("closed");
    }

    private static HttpServer service(List<JsonNode> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/lineage", exchange -> {
            try (GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                received.add(new ObjectMapper().readTree(body.readAllBytes()));
            }
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static List<String> command(String jar, int port, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx700m", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m", "-XX:+UseSerialGC"));
        command.addAll(Arrays.asList(System.getProperty("rowtrail.spark.opens", "").split(" ")));
        command.addAll(List.of("-cp", plainSpark() + File.pathSeparator + jar));
        command.addAll(List.of(PlainJob.class.getName(), "http://127.0.0.1:" + port, directory.toString()));
        command.removeIf(String::isBlank);
        return command;
    }

    /** What the tests run on, without our own classes and without what only we need. */
    private static String plainSpark() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> kept = new ArrayList<>();
        for (String entry : all.split(File.pathSeparator)) {
            boolean ours = entry.endsWith("classes") && !entry.endsWith("test-classes")
                    || entry.contains("rowtrail-")
                    || entry.contains("openlineage")
                    || entry.contains("micrometer");
            if (!ours) {
                kept.add(entry);
            }
        }
        return String.join(File.pathSeparator, kept);
    }
}
