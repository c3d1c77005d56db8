package io.rowtrail.service.kafka;

import io.micrometer.core.instrument.Counter;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.service.ingest.EventDoor;
import io.rowtrail.service.ingest.RefusedEvents;
import io.rowtrail.service.ingest.Sender;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.LogProgress;
import io.rowtrail.service.security.NamespaceLimits;
import io.rowtrail.service.tenant.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jboss.logging.Logger;

/**
 * Takes records through the front door: every record of a poll is durable in the log or kept in quarantine before its
 * offset is committed, and nothing is passed over while the log cannot take it.
 */
final class RecordDoor {
    private static final Logger LOG = Logger.getLogger(RecordDoor.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EventDoor door;
    private final Tenant tenant;
    private final LogProgress progress;
    private final Counter done;
    private final BooleanSupplier stopping;

    RecordDoor(
            KafkaConsumer<byte[], byte[]> consumer,
            EventDoor door,
            Tenant tenant,
            LogProgress progress,
            Counter done,
            BooleanSupplier stopping) {
        this.consumer = consumer;
        this.door = door;
        this.tenant = tenant;
        this.progress = progress;
        this.done = done;
        this.stopping = stopping;
    }

    /** One poll, its records, their offsets. */
    void step() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        List<EventDoor.Prepared> waiting = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> found : records) {
            // A record without a value is a tombstone of a compacted topic and says nothing.
            if (found.value() != null) {
                waiting.add(door.prepare(found.value(), 0, found.value().length, sender(found)));
            }
        }
        boolean paused = false;
        while (!waiting.isEmpty()) {
            waiting = putOff(waiting);
            if (!waiting.isEmpty()) {
                if (stopping.getAsBoolean()) {
                    return;
                }
                paused = true;
                stayInTheGroup();
            }
        }
        if (paused) {
            consumer.resume(consumer.paused());
        }
        consumer.commitSync(records.nextOffsets());
        done.increment(records.count());
    }

    private Sender sender(ConsumerRecord<byte[], byte[]> found) {
        return new Sender(
                tenant,
                NamespaceLimits.ALL,
                RefusedEvents.Entrance.KAFKA,
                "kafka:" + found.topic(),
                found.topic() + "/" + found.partition() + "/" + found.offset(),
                null);
    }

    /** Tries to take events. @return those the log could not take now */
    private List<EventDoor.Prepared> putOff(List<EventDoor.Prepared> waiting) {
        List<EventDoor.Ingest> results;
        try {
            results = Await.on(() -> door.take(tenant, waiting));
        } catch (RuntimeException e) {
            LOG.warnf("event=kafka-records-wait records=%d cause=%s", waiting.size(), e);
            return waiting;
        }
        List<EventDoor.Prepared> again = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof EventDoor.Ingest.Logged logged) {
                Optional<Long> index = index(logged.result());
                index.ifPresent(progress::notice);
                if (index.isEmpty()) {
                    again.add(waiting.get(i));
                }
            }
        }
        return again;
    }

    /** Records have no idempotency key, so that no conflict can be among the answers. */
    private static Optional<Long> index(AppendResult result) {
        if (result instanceof AppendResult.Appended appended) {
            return Optional.of(appended.entry().index());
        }
        return result instanceof AppendResult.Duplicate duplicate
                ? Optional.of(duplicate.entry().index())
                : Optional.empty();
    }

    /** Polls without taking more, or the brokers would think this consumer dead; what comes all the same is given back. */
    private void stayInTheGroup() {
        consumer.pause(consumer.assignment());
        ConsumerRecords<byte[], byte[]> more = consumer.poll(POLL);
        more.partitions()
                .forEach(partition ->
                        consumer.seek(partition, more.records(partition).get(0).offset()));
    }
}
