package io.rowtrail.service.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rowtrail.service.ingest.EventDoor;
import io.rowtrail.service.log.TenantProgress;
import io.rowtrail.service.tenant.Tenant;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the configured topics on a thread of its own for as long as the service runs; whatever fails is tried again. */
@ApplicationScoped
class KafkaIntake {
    private static final Logger LOG = Logger.getLogger(KafkaIntake.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(10);

    private final KafkaConfig config;
    private final EventDoor door;
    private final TenantProgress progress;
    private final Counter records;
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    @Inject
    KafkaIntake(KafkaConfig config, EventDoor door, TenantProgress progress, MeterRegistry metrics) {
        this.config = config;
        this.door = door;
        this.progress = progress;
        this.records = Counter.builder("rowtrail.kafka.records")
                .description("Records of Kafka whose event is durable or kept in quarantine")
                .register(metrics);
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        if (config.topics().filter(topics -> !topics.isEmpty()).isEmpty()) {
            throw new IllegalStateException("rowtrail.kafka.enabled is set and rowtrail.kafka.topics names no topic");
        }
        Thread reader = new Thread(this::run, "kafka-intake");
        reader.setDaemon(true);
        reader.start();
        thread = reader;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        if (thread != null) {
            thread.join(END.toMillis());
        }
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> open = new KafkaConsumer<>(settings())) {
                consumer = open;
                open.subscribe(config.topics().orElseThrow());
                LOG.infof(
                        "event=kafka-intake-reads topics=%s group=%s",
                        config.topics().orElseThrow(), config.groupId());
                Tenant tenant = Tenant.parse(config.tenant());
                RecordDoor records =
                        new RecordDoor(open, door, tenant, progress.of(tenant), this.records, () -> stopping);
                while (!stopping) {
                    records.step();
                }
            } catch (WakeupException e) {
                // told to stop
            } catch (RuntimeException e) {
                LOG.warnf(e, "event=kafka-intake-failed");
                rest();
            } finally {
                consumer = null;
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.properties());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxRecords());
        settings.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 32 << 20);
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    private void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }
}
