package io.rowtrail.capture.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Where changes are published in Kafka.
 *
 * @param bootstrapServers {@code kafka.bootstrap.servers}
 * @param prefix {@code kafka.topic.prefix} (the source's name): topics are {@code <prefix>.<schema>.<table>} and
 *     {@code <prefix>.rowtrail-position}; also the {@code transactional.id}, so one capture at a time has it
 * @param creation {@code kafka.topics.create} (true): whether missing topics are made, with the broker's defaults
 * @param tombstones {@code kafka.tombstones} (true): whether a delete is followed by a record without value
 * @param transactionTimeout {@code kafka.transaction.timeout.ms} (900000): longer than a commit interval and the longest
 *     source transaction together, and not above the broker's {@code transaction.max.timeout.ms}
 * @param client {@code kafka.client.*}: settings of Kafka's own clients, such as {@code kafka.client.security.protocol},
 *     {@code kafka.client.max.request.size}
 */
public record KafkaConfig(
        String bootstrapServers,
        String prefix,
        Creation creation,
        Tombstones tombstones,
        Duration transactionTimeout,
        Map<String, String> client) {
    /** Begins the settings that go to Kafka's clients as they are. */
    public static final String CLIENT = "kafka.client.";

    /** All other settings. */
    public static final Set<String> KEYS = Set.of(
            "kafka.bootstrap.servers",
            "kafka.topic.prefix",
            "kafka.topics.create",
            "kafka.tombstones",
            "kafka.transaction.timeout.ms");

    /** What makes rows come once and in order is not to be set. */
    private static final Set<String> FIXED = Set.of(
            "bootstrap.servers",
            "transactional.id",
            "transaction.timeout.ms",
            "enable.idempotence",
            "acks",
            "isolation.level",
            "key.serializer",
            "value.serializer",
            "partitioner.class",
            "partitioner.ignore.keys");

    private static final long LONGEST_BY_DEFAULT_MS = 900_000;

    /** What becomes of topics that are missing at the start. */
    public enum Creation {
        CREATE,
        REFUSE
    }

    /** What follows a delete. */
    public enum Tombstones {
        SEND,
        OMIT
    }

    public KafkaConfig {
        client = Map.copyOf(client);
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("kafka.bootstrap.servers is missing, which sink=both needs");
        }
        if (!prefix.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("kafka.topic.prefix is letters, digits, . _ -, at most 100: " + prefix);
        }
        for (String key : client.keySet()) {
            if (FIXED.contains(key)) {
                throw new IllegalArgumentException(CLIENT + key + " is not to be set: the capture does it");
            }
        }
    }

    /** Reads the settings that begin with {@code kafka.}. */
    public static KafkaConfig from(Properties p, String source) {
        Map<String, String> client = new HashMap<>();
        for (String key : p.stringPropertyNames()) {
            if (key.startsWith(CLIENT)) {
                client.put(key.substring(CLIENT.length()), p.getProperty(key).strip());
            }
        }
        return new KafkaConfig(
                p.getProperty("kafka.bootstrap.servers", "").strip(),
                p.getProperty("kafka.topic.prefix", source).strip(),
                isTrue(p, "kafka.topics.create") ? Creation.CREATE : Creation.REFUSE,
                isTrue(p, "kafka.tombstones") ? Tombstones.SEND : Tombstones.OMIT,
                Duration.ofMillis(timeout(p)),
                client);
    }

    private static boolean isTrue(Properties p, String key) {
        String value = p.getProperty(key, "true").strip();
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(key + " is true or false: " + value);
        }
        return value.equals("true");
    }

    private static long timeout(Properties p) {
        String key = "kafka.transaction.timeout.ms";
        String value = p.getProperty(key, Long.toString(LONGEST_BY_DEFAULT_MS)).strip();
        if (!value.matches("[1-9][0-9]{3,8}")) {
            throw new IllegalArgumentException(key + " is a number of milliseconds, at least 1000: " + value);
        }
        return Long.parseLong(value);
    }

    /** The topic of a table, {@code schema.table}. */
    public String topic(String table) {
        return prefix + "." + table;
    }

    /** The topic that holds the position, in its only partition: no table has a name like it. */
    String positionTopic() {
        return prefix + ".rowtrail-position";
    }

    /** Without the settings of the clients, which may be secret. */
    @Override
    public String toString() {
        return "KafkaConfig[bootstrapServers=" + bootstrapServers + ", prefix=" + prefix + ", creation=" + creation
                + ", tombstones=" + tombstones + ", transactionTimeout=" + transactionTimeout + "]";
    }
}
