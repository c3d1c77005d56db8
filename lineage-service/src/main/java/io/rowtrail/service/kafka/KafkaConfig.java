package io.rowtrail.service.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where events are read from besides HTTP. */
@ConfigMapping(prefix = "rowtrail.kafka")
public interface KafkaConfig {
    /** Whether to read at all. */
    @WithDefault("false")
    boolean enabled();

    /** The brokers, as {@code host:port}. */
    @WithDefault("127.0.0.1:9092")
    String bootstrapServers();

    /** Topics whose records are OpenLineage events, one a record. */
    Optional<List<String>> topics();

    /** The tenant whose events these are. */
    @WithDefault("default")
    String tenant();

    /** The consumer group; its replicas share the partitions. */
    @WithDefault("rowtrail")
    String groupId();

    /** Most records read and stored together. */
    @WithDefault("500")
    int maxRecords();

    /** Any other setting of Kafka's consumer, such as {@code "security.protocol"}. */
    Map<String, String> properties();
}
