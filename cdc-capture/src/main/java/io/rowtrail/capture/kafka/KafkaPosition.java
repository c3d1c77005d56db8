package io.rowtrail.capture.kafka;

import io.rowtrail.capture.state.HistoryException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The ordinal that Kafka's readers see changes up to, kept in a compacted topic by the transactions that bring the rows. A
 * consumer group's offset would do as well, but for its going away after a quiet week.
 */
final class KafkaPosition {
    private static final Duration POLL = Duration.ofMillis(200);

    private static final String SOURCE = "rowtrail-source";

    private final KafkaConfig config;
    private final String source;
    private final byte[] key;

    /** @param source the name of the source, whose capture alone may write under the prefix */
    KafkaPosition(KafkaConfig config, String source) {
        this.config = config;
        this.source = source;
        this.key = config.prefix().getBytes(StandardCharsets.UTF_8);
    }

    ProducerRecord<byte[], byte[]> record(long ordinal) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                config.positionTopic(), 0, key, Long.toString(ordinal).getBytes(StandardCharsets.UTF_8));
        record.headers().add(SOURCE, source.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /**
     * The last committed one, -1 when there is none. To be asked for once older producers are fenced.
     *
     * @throws HistoryException if another source's capture wrote it: the two would fence each other for ever
     */
    long read() {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put("bootstrap.servers", config.bootstrapServers());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        TopicPartition partition = new TopicPartition(config.positionTopic(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long last = -1;
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    checkOwner(record.headers().lastHeader(SOURCE));
                    last = Long.parseLong(new String(record.value(), StandardCharsets.UTF_8));
                }
            }
            return last;
        }
    }

    private void checkOwner(@Nullable Header header) {
        String owner = header == null ? source : new String(header.value(), StandardCharsets.UTF_8);
        if (!owner.equals(source)) {
            throw new HistoryException("the topics " + config.prefix() + ".* in Kafka are those of the source " + owner
                    + ", not of " + source + ": set another kafka.topic.prefix");
        }
    }
}
