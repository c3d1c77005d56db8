package io.rowtrail.service;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.jspecify.annotations.Nullable;

/** A real broker in this process, with one topic of one partition. */
final class KafkaBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClusterTestKit cluster;
    private final String topic;

    private KafkaBroker(KafkaClusterTestKit cluster, String topic) {
        this.cluster = cluster;
        this.topic = topic;
    }

    static KafkaBroker start(String topic) throws Exception {
        TestKitNodes nodes = new TestKitNodes.Builder()
                .setCombined(true)
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .build();
        KafkaClusterTestKit cluster = new KafkaClusterTestKit.Builder(nodes)
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("offsets.topic.num.partitions", "1")
                .setConfigProp("group.initial.rebalance.delay.ms", "0")
                .build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        return new KafkaBroker(cluster, topic);
    }

    Map<String, String> serviceConfig() {
        return Map.of(
                "rowtrail.kafka.enabled",
                "true",
                "rowtrail.kafka.bootstrap-servers",
                cluster.bootstrapServers(),
                "rowtrail.kafka.topics",
                topic,
                "rowtrail.kafka.properties.\"metadata.max.age.ms\"",
                "1000");
    }

    void send(@Nullable String value) throws Exception {
        sendAll(Collections.singletonList(value));
    }

    void sendAll(List<@Nullable String> values) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", cluster.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] key = "key".getBytes(StandardCharsets.UTF_8);
            for (String value : values) {
                byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, key, bytes)).get();
            }
        }
    }

    /** Waits until the group has committed that it is done with so many records. */
    void awaitCommitted(String group, long records) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(cluster.clientProperties())) {
            while (committed(admin, group) != records) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "committed are " + committed(admin, group) + " records and not " + records);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private long committed(Admin admin, String group) throws Exception {
        var offset = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0));
        return offset == null ? 0 : offset.offset();
    }

    @Override
    public void close() {
        try {
            cluster.close();
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not stop", e);
        }
    }
}
