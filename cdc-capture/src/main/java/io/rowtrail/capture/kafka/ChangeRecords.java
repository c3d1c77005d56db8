package io.rowtrail.capture.kafka;

import io.rowtrail.capture.kafka.KafkaConfig.Tombstones;
import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The records of a transaction's rows, in the rows' order. For one thread. */
final class ChangeRecords {
    private final KafkaConfig config;
    private final Envelope envelope;
    private final TraceHeaders headers;
    private final Clock clock;

    ChangeRecords(KafkaConfig config, Envelope envelope, TraceHeaders headers, Clock clock) {
        this.config = config;
        this.envelope = envelope;
        this.headers = headers;
        this.clock = clock;
    }

    /** @return how many rows there were */
    int each(SourceTransaction transaction, ChangeOrdinal ordinal, Consumer<ChangeRecord> taker) {
        headers.begin(transaction, ordinal);
        long now = clock.millis();
        Map<String, Integer> inTables = new HashMap<>();
        int[] seq = {0};
        transaction.rows().forEach(row -> {
            int inTable = inTables.merge(row.table().qualifiedName(), 1, Integer::sum) - 1;
            String topic = config.topic(row.table().qualifiedName());
            byte[] value = envelope.value(row, transaction, seq[0], inTable, now);
            taker.accept(new ChangeRecord(topic, Envelope.key(row), value, headers.of(row, seq[0])));
            if (isFollowed(row)) {
                taker.accept(new ChangeRecord(topic, Envelope.key(row), null, headers.ofTombstone(seq[0])));
            }
            seq[0]++;
        });
        return seq[0];
    }

    private boolean isFollowed(ChangeRow row) {
        return row.op().equals("d") && config.tombstones() == Tombstones.SEND;
    }
}
