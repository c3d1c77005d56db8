package io.rowtrail.capture.source;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.rowtrail.capture.state.CaptureException;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's batches for an {@link EventHandler}. Only what the handler says has passed is marked: marking every record
 * loses rows when a restart falls among many rows of one log position, as COPY writes them.
 */
final class BatchAdapter implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private final RecordReader reader;
    private final EventHandler handler;

    BatchAdapter(RecordReader reader, EventHandler handler) {
        this.reader = reader;
        this.handler = handler;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> records,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer) {
        EventHandler.Acknowledger acknowledger = place -> pass(place, committer);
        for (RecordChangeEvent<SourceRecord> record : records) {
            reader.read(record).ifPresent(event -> handler.take(event, acknowledger));
        }
        handler.batchTaken(acknowledger);
    }

    private static void pass(Place place, DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer) {
        try {
            committer.markProcessed(place.record());
            committer.markBatchFinished();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while storing the position", e);
        }
    }
}
