package io.rowtrail.capture.source;

import io.debezium.engine.RecordChangeEvent;
import org.apache.kafka.connect.source.SourceRecord;

/** A place in the source's log that a restart can go on from. */
public final class Place {
    private final RecordChangeEvent<SourceRecord> record;

    Place(RecordChangeEvent<SourceRecord> record) {
        this.record = record;
    }

    RecordChangeEvent<SourceRecord> record() {
        return record;
    }
}
