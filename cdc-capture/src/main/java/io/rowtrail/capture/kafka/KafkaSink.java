package io.rowtrail.capture.kafka;

import io.rowtrail.capture.sink.ChangePublisher;
import io.rowtrail.capture.source.SourceConfig;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.HistoryException;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to Kafka in transactions, each with the position in it: readers of committed records see each row once, in commit
 * order within a partition. Memory is bounded by the producer's buffer: it makes {@link #write} wait. For one thread.
 */
public final class KafkaSink implements ChangePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);
    private static final int SNAPSHOT_RECORDS_A_COMMIT = 50_000;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaFaults faults;
    private final KafkaPosition positions;
    private final ChangeRecords records;
    private final StagedRecords staged;
    private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    private boolean open;
    private long position;
    /** The last ordinal that is in the open transaction or before it. */
    private long written;

    private long openRecords;
    private long openBytes;
    private Standing standing;

    private KafkaSink(
            KafkaProducer<byte[], byte[]> producer,
            KafkaFaults faults,
            KafkaPosition positions,
            ChangeRecords records,
            StagedRecords staged) {
        this.producer = producer;
        this.faults = faults;
        this.positions = positions;
        this.records = records;
        this.staged = staged;
        this.standing = new Standing(-1, 0, 0, 0);
    }

    /**
     * Checks the topics, fences whoever wrote before, which aborts what they left open, and reads the position.
     *
     * @param version of the connector, which the envelope names
     * @param tables {@code schema.table}
     * @param stage a file of its own for the snapshot
     * @throws CaptureException if Kafka does not answer, or a topic or a right is missing
     */
    @SuppressWarnings("MustBeClosedChecker")
    public static KafkaSink open(
            KafkaConfig config,
            SourceConfig source,
            String version,
            Collection<String> tables,
            Path stage,
            Clock clock) {
        KafkaFaults faults = new KafkaFaults(config);
        new KafkaTopics(config, faults).ready(tables);
        String address = source.openLineageNamespace() + "/" + source.database();
        ChangeRecords records = new ChangeRecords(
                config,
                new Envelope(config.prefix(), source.database(), version),
                new TraceHeaders(source.name(), address),
                clock);
        KafkaPosition positions = new KafkaPosition(config, source.name());
        KafkaProducer<byte[], byte[]> producer = null;
        try {
            producer = new KafkaProducer<>(settings(config), new ByteArraySerializer(), new ByteArraySerializer());
            producer.initTransactions();
            KafkaSink sink = new KafkaSink(producer, faults, positions, records, new StagedRecords(stage));
            sink.position = positions.read();
            sink.written = sink.position;
            sink.standing = new Standing(sink.position, 0, 0, 0);
            LOG.info("kafka={} prefix={} position={}", config.bootstrapServers(), config.prefix(), sink.position);
            return sink;
        } catch (KafkaException | HistoryException e) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            throw e instanceof HistoryException told ? told : faults.told(e);
        }
    }

    private static Map<String, Object> settings(KafkaConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("compression.type", "lz4");
        settings.put("linger.ms", "5");
        settings.putAll(config.client());
        settings.put("bootstrap.servers", config.bootstrapServers());
        settings.put("transactional.id", config.prefix());
        settings.put("enable.idempotence", "true");
        settings.put("acks", "all");
        settings.put(
                "transaction.timeout.ms",
                Math.toIntExact(config.transactionTimeout().toMillis()));
        return settings;
    }

    @Override
    public Optional<Standing> standing() {
        return Optional.of(standing);
    }

    @Override
    public int write(SourceTransaction transaction, ChangeOrdinal ordinal) {
        if (ordinal.value() <= written) {
            return 0;
        }
        int rows = records.each(transaction, ordinal, this::send);
        written = ordinal.value();
        return rows;
    }

    private void send(ChangeRecord change) {
        openRecords++;
        openBytes += change.bytes();
        send(change.toSend());
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            if (!open) {
                producer.beginTransaction();
                open = true;
            }
            var unused = producer.send(record, (metadata, fault) -> {
                if (fault != null) {
                    refused.compareAndSet(null, fault);
                }
            });
        } catch (KafkaException e) {
            throw told(e);
        }
        if (refused.get() != null) {
            throw told(new KafkaException("a record was refused"));
        }
    }

    /** The first refusal says more than that the transaction cannot be gone on with. */
    private CaptureException told(KafkaException fault) {
        Exception first = refused.get();
        return faults.told(first == null ? fault : first);
    }

    @Override
    public void commit(ChangeOrdinal through) {
        if (open) {
            commit(through.value());
        }
    }

    private void commit(long through) {
        send(positions.record(through));
        try {
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw told(e);
        }
        open = false;
        position = through;
        standing = new Standing(
                position, standing.records() + openRecords, standing.bytes() + openBytes, standing.transactions() + 1);
        openRecords = 0;
        openBytes = 0;
    }

    @Override
    public void beginSnapshot() {
        staged.begin();
    }

    @Override
    public void stage(SourceTransaction chunk, ChangeOrdinal ordinal) {
        records.each(chunk, ordinal, record -> staged.add(ordinal.value(), record));
    }

    @Override
    public void endSnapshot() {
        staged.end();
    }

    @Override
    public void publishSnapshot() {
        staged.each((ordinal, record) -> {
            if (ordinal <= position) {
                return;
            }
            if (ordinal > written && openRecords >= SNAPSHOT_RECORDS_A_COMMIT) {
                commit(written);
            }
            written = ordinal;
            send(record);
        });
        if (open) {
            commit(written);
        }
        staged.discard();
    }

    @Override
    public void close() {
        try {
            if (open) {
                producer.abortTransaction();
            }
        } catch (KafkaException e) {
            LOG.debug("the open transaction ends by its timeout, or with the next start", e);
        }
        producer.close(CLOSE_PATIENCE);
    }
}
