package io.rowtrail.recompute;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration file of a worker.
 *
 * @param host {@code listen.host} (127.0.0.1)
 * @param port {@code listen.port}; 0: any free one
 * @param token {@code token}: every call must bring it as a bearer token; needed on any other address than loopback
 * @param lake {@code lake.name} (lake): the only catalogue whose tables are read
 * @param parallel {@code questions.parallel} (2): questions at a time; more are told to come again
 * @param patience {@code question.timeout.ms} (120000): after it a question is given up
 * @param spark every {@code spark.…} as it is, and the catalogue made of {@code lake.uri}, {@code lake.user}, {@code
 *     lake.password}, {@code lake.warehouse} when {@code lake.uri} is set
 */
record RecomputeConfig(
        String host,
        int port,
        Optional<String> token,
        String lake,
        int parallel,
        Duration patience,
        Map<String, String> spark) {
    private static final Set<String> KEYS = Set.of(
            "listen.host",
            "listen.port",
            "token",
            "lake.name",
            "lake.uri",
            "lake.user",
            "lake.password",
            "lake.warehouse",
            "questions.parallel",
            "question.timeout.ms");
    private static final String SPARK = "spark.";
    private static final String PROPERTIES = "lake.properties.";
    private static final String PLUGINS = "spark.plugins";

    RecomputeConfig {
        spark = Map.copyOf(spark);
        if (token.isEmpty() && !host.equals("127.0.0.1") && !host.equals("localhost") && !host.equals("::1")) {
            throw new IllegalArgumentException("token is missing: it is needed on any other address than loopback");
        }
    }

    static RecomputeConfig read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(text);
        }
        return from(properties);
    }

    /** @throws IllegalArgumentException naming what is missing, unknown or no value */
    static RecomputeConfig from(Properties p) {
        Map<String, String> spark = new TreeMap<>();
        for (String key : p.stringPropertyNames()) {
            if (key.startsWith(SPARK)) {
                spark.put(key, p.getProperty(key).strip());
            } else if (!KEYS.contains(key) && !key.startsWith(PROPERTIES)) {
                throw new IllegalArgumentException(key + " is no setting of the worker");
            }
        }
        if (spark.containsKey(PLUGINS)) {
            throw new IllegalArgumentException(
                    PLUGINS + " is not for the worker: its own queries would be told as runs");
        }
        String lake = p.getProperty("lake.name", "lake").strip();
        catalogue(p, "spark.sql.catalog." + lake).forEach(spark::putIfAbsent);
        return new RecomputeConfig(
                p.getProperty("listen.host", "127.0.0.1").strip(),
                number(p, "listen.port", null, 0),
                Optional.of(p.getProperty("token", "").strip()).filter(token -> !token.isEmpty()),
                lake,
                number(p, "questions.parallel", "2", 1),
                Duration.ofMillis(number(p, "question.timeout.ms", "120000", 1)),
                spark);
    }

    private static Map<String, String> catalogue(Properties p, String prefix) {
        String uri = p.getProperty("lake.uri", "").strip();
        if (uri.isEmpty()) {
            return Map.of();
        }
        Map<String, String> catalogue = new TreeMap<>();
        for (String key : p.stringPropertyNames()) {
            if (key.startsWith(PROPERTIES)) {
                catalogue.put(
                        prefix + "." + key.substring(PROPERTIES.length()),
                        p.getProperty(key).strip());
            }
        }
        String user = p.getProperty("lake.user", "").strip();
        String password = p.getProperty("lake.password", "").strip();
        catalogue.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
        catalogue.put(prefix + ".uri", uri);
        catalogue.put(prefix + ".warehouse", p.getProperty("lake.warehouse", "").strip());
        if (uri.startsWith("http")) {
            catalogue.put(prefix + ".type", "rest");
            if (!password.isEmpty()) {
                catalogue.putIfAbsent(prefix + ".credential", user + ":" + password);
            }
        } else {
            catalogue.put(prefix + ".type", "jdbc");
            catalogue.put(prefix + ".jdbc.user", user);
            catalogue.put(prefix + ".jdbc.password", password);
            catalogue.put(prefix + ".jdbc.schema-version", "V1");
        }
        return catalogue;
    }

    private static int number(
            Properties p, String key, @org.jspecify.annotations.Nullable String otherwise, int least) {
        String value = p.getProperty(key, otherwise == null ? "" : otherwise).strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + " is missing");
        }
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(key + " is a number, at least " + least + ": " + value);
        }
        return Integer.parseInt(value);
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return "RecomputeConfig[" + host + ":" + port + ", lake=" + lake + "]";
    }
}
