package io.rowtrail.capture;

import io.rowtrail.capture.kafka.KafkaConfig;
import io.rowtrail.capture.source.ColumnRules;
import io.rowtrail.capture.source.SourceConfig;
import io.rowtrail.lake.LakeConfig;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The configuration file of a capture.
 *
 * @param source {@code source.name}, {@code source.jdbc.url}, {@code source.user}, {@code source.password},
 *     {@code source.tables} (schema.table, comma-separated); {@code source.trace.table} (none): a table {@code
 *     (txid bigint, traceparent text)} that names the trace of the transaction which writes it; {@code source.columns.mask},
 *     {@code .hash}, {@code .drop} (none): columns, schema.table.column, comma-separated, that are never written as they are
 * @param incarnation {@code source.incarnation} (1): 0 to 32767, where numbering begins; the capture opens a higher one by
 *     itself when the source's history breaks; not
 *     shared by two sources whose tables are joined
 * @param lake {@code lake.name}, {@code lake.uri}, {@code lake.user}, {@code lake.password}, {@code lake.warehouse}, {@code
 *     lake.properties.*}
 * @param kafka where changes are published beside the lake: with {@code sink=both}, not with {@code sink=iceberg} (the
 *     default)
 * @param service {@code service.url}
 * @param apiKey {@code service.api.key}: a bearer token, when the service wants one
 * @param stateDir {@code state.dir}: journal, position, spool, counters and status; must survive as the tables do
 * @param commitInterval {@code commit.interval.ms} (10000): how old captured rows may get before they are committed
 * @param commitMaxRows {@code commit.max.rows} (50000): how many rows may wait
 * @param commitIdle {@code commit.idle.ms} (1000): a silence after which waiting rows are committed
 * @param chunkRows {@code snapshot.chunk.rows} (10000): rows of a snapshot that share an ordinal
 * @param transactionMemoryBytes {@code transaction.memory.bytes} (64 MiB): about how much memory the rows of one transaction
 *     may take; those of a larger one wait for its end in {@code state.dir}
 * @param slotWarnBytes {@code source.slot.warn.bytes} (1 GiB): log that the source keeps for the capture, beyond which it
 *     warns
 * @param metricsPort {@code metrics.port} (0: none): where {@code GET /metrics} answers on loopback, for Prometheus
 * @param spoolMaxBytes {@code spool.max.bytes} (1 GiB): beyond it requests to the service are counted and not kept
 * @param restartPatience {@code restart.patience.ms} (30 min): how long the source or the catalogue may be away before the
 *     capture, once it has read, gives up
 */
public record CaptureConfig(
        SourceConfig source,
        int incarnation,
        LakeConfig lake,
        Optional<KafkaConfig> kafka,
        URI service,
        Optional<String> apiKey,
        Path stateDir,
        Duration commitInterval,
        int commitMaxRows,
        Duration commitIdle,
        int chunkRows,
        long transactionMemoryBytes,
        long slotWarnBytes,
        int metricsPort,
        long spoolMaxBytes,
        Duration restartPatience) {
    /** Further properties of the catalogue and its files, by Iceberg's own names. */
    private static final String LAKE = "lake.properties.";

    private static final Set<String> KEYS = Set.of(
            "source.name",
            "source.jdbc.url",
            "source.user",
            "source.password",
            "source.tables",
            "source.trace.table",
            "source.columns.mask",
            "source.columns.hash",
            "source.columns.drop",
            "source.incarnation",
            "lake.name",
            "lake.uri",
            "lake.user",
            "lake.password",
            "lake.warehouse",
            "sink",
            "service.url",
            "service.api.key",
            "state.dir",
            "commit.interval.ms",
            "commit.max.rows",
            "commit.idle.ms",
            "snapshot.chunk.rows",
            "transaction.memory.bytes",
            "source.slot.warn.bytes",
            "metrics.port",
            "spool.max.bytes",
            "restart.patience.ms");

    /** The keys that a configuration file may hold. */
    static Set<String> keys() {
        return KEYS;
    }

    /**
     * Reads a properties file in UTF-8.
     *
     * @throws IllegalArgumentException for a missing, unknown or senseless setting
     */
    static CaptureConfig read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return from(properties);
    }

    static CaptureConfig from(Properties p) {
        Set<String> unknown = new TreeSet<>(p.stringPropertyNames());
        unknown.removeAll(KEYS);
        unknown.removeAll(KafkaConfig.KEYS);
        unknown.removeIf(key -> key.startsWith(KafkaConfig.CLIENT) || key.startsWith(LAKE));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown settings " + unknown);
        }
        return new CaptureConfig(
                new SourceConfig(
                        required(p, "source.name"),
                        required(p, "source.jdbc.url"),
                        required(p, "source.user"),
                        p.getProperty("source.password", ""),
                        list(required(p, "source.tables")),
                        Optional.ofNullable(p.getProperty("source.trace.table")).map(String::strip),
                        ColumnRules.parse(
                                list(p.getProperty("source.columns.mask", "")),
                                list(p.getProperty("source.columns.hash", "")),
                                list(p.getProperty("source.columns.drop", "")))),
                (int) number(p, "source.incarnation", 1),
                lake(p),
                kafka(p),
                service(required(p, "service.url")),
                Optional.ofNullable(p.getProperty("service.api.key")),
                Path.of(required(p, "state.dir")),
                Duration.ofMillis(number(p, "commit.interval.ms", 10_000)),
                (int) number(p, "commit.max.rows", 50_000),
                Duration.ofMillis(number(p, "commit.idle.ms", 1_000)),
                (int) number(p, "snapshot.chunk.rows", 10_000),
                number(p, "transaction.memory.bytes", 64L << 20),
                number(p, "source.slot.warn.bytes", 1L << 30),
                p.containsKey("metrics.port") ? (int) number(p, "metrics.port", 0) : 0,
                number(p, "spool.max.bytes", 1L << 30),
                Duration.ofMillis(number(p, "restart.patience.ms", 1_800_000)));
    }

    private static Optional<KafkaConfig> kafka(Properties p) {
        String sink = p.getProperty("sink", "iceberg").strip();
        return switch (sink) {
            case "both" -> Optional.of(KafkaConfig.from(p, required(p, "source.name")));
            case "iceberg" -> {
                if (p.stringPropertyNames().stream().anyMatch(key -> key.startsWith("kafka."))) {
                    throw new IllegalArgumentException("kafka.* is set, and sink is iceberg: set sink=both");
                }
                yield Optional.empty();
            }
            case "kafka" ->
                throw new IllegalArgumentException("sink is iceberg or both: what is gone after a gap, and how far"
                        + " readers may go, is told by the change tables");
            default -> throw new IllegalArgumentException("sink is iceberg or both: " + sink);
        };
    }

    private static LakeConfig lake(Properties p) {
        String uri = required(p, "lake.uri");
        return new LakeConfig(
                required(p, "lake.name"),
                uri,
                uri.startsWith("jdbc:")
                        ? required(p, "lake.user")
                        : p.getProperty("lake.user", "").strip(),
                p.getProperty("lake.password", ""),
                required(p, "lake.warehouse"),
                below(p, LAKE));
    }

    private static Map<String, String> below(Properties p, String prefix) {
        return p.stringPropertyNames().stream()
                .filter(key -> key.startsWith(prefix))
                .collect(Collectors.toMap(
                        key -> key.substring(prefix.length()),
                        key -> p.getProperty(key).strip()));
    }

    private static List<String> list(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
    }

    private static URI service(String url) {
        return URI.create(url.endsWith("/") ? url : url + "/");
    }

    private static String required(Properties p, String key) {
        String value = p.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static long number(Properties p, String key, long otherwise) {
        String value = p.getProperty(key, Long.toString(otherwise)).strip();
        try {
            long number = Long.parseLong(value);
            if (number < 1) {
                throw new IllegalArgumentException(key + " is at least 1: " + number);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is no number: " + value, e);
        }
    }
}
