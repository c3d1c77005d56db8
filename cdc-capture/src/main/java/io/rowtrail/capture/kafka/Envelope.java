package io.rowtrail.capture.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.transaction.SourceTransaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's change event envelope and key as JSON without schemas. Values as Debezium writes them: numerics as text, dates
 * in days, times and timestamps in microseconds, timestamps with a zone as ISO text in UTC, bytes in base64.
 */
final class Envelope {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private final String prefix;
    private final String database;
    private final String version;

    /** @param version of the connector, which the envelope names */
    Envelope(String prefix, String database, String version) {
        this.prefix = prefix;
        this.database = database;
        this.version = version;
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] json(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The key columns; nothing for a truncate, which is of no row. */
    static byte @Nullable [] key(ChangeRow row) {
        if (row.op().equals("t")) {
            return null;
        }
        return json(json -> {
            for (String column : row.table().key()) {
                json.writeFieldName(column);
                int at = row.names().indexOf(column);
                value(json, at < 0 ? null : row.values()[at]);
            }
        });
    }

    /**
     * @param order the row's place in its transaction, from 0
     * @param orderInTable its place among the rows of its table, from 0
     * @param now when it was captured, ms since 1970
     */
    byte[] value(ChangeRow row, SourceTransaction transaction, int order, int orderInTable, long now) {
        boolean snapshot = row.op().equals("r");
        boolean known = transaction.txid() != 0;
        return json(json -> {
            json.writeFieldName("before");
            columns(json, row.op().equals("d") ? row : null);
            json.writeFieldName("after");
            columns(json, row.op().equals("d") || row.op().equals("t") ? null : row);
            json.writeObjectFieldStart("source");
            json.writeStringField("version", version);
            json.writeStringField("connector", "postgresql");
            json.writeStringField("name", prefix);
            json.writeNumberField("ts_ms", Math.floorDiv(transaction.commitMicros(), MICROS_PER_MILLI));
            json.writeStringField("snapshot", snapshot ? "true" : "false");
            json.writeStringField("db", database);
            json.writeNumberField("ts_us", transaction.commitMicros());
            json.writeStringField("schema", row.table().schema());
            json.writeStringField("table", row.table().name());
            number(json, "txId", known ? transaction.txid() : null);
            json.writeNumberField("lsn", transaction.commitLsn());
            json.writeEndObject();
            if (known) {
                json.writeObjectFieldStart("transaction");
                json.writeStringField("id", transaction.txid() + ":" + transaction.commitLsn());
                json.writeNumberField("total_order", order + 1L);
                json.writeNumberField("data_collection_order", orderInTable + 1L);
                json.writeEndObject();
            } else {
                json.writeNullField("transaction");
            }
            json.writeStringField("op", row.op());
            json.writeNumberField("ts_ms", now);
        });
    }

    private static void number(JsonGenerator json, String name, @Nullable Long number) throws IOException {
        if (number == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, number);
        }
    }

    private static void columns(JsonGenerator json, @Nullable ChangeRow row) throws IOException {
        if (row == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        for (int i = 0; i < row.values().length; i++) {
            json.writeFieldName(row.names().get(i));
            value(json, row.values()[i]);
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean b) {
            json.writeBoolean(b);
        } else if (value instanceof Integer i) {
            json.writeNumber(i);
        } else if (value instanceof Long l) {
            json.writeNumber(l);
        } else if (value instanceof Float f) {
            json.writeNumber(f);
        } else if (value instanceof Double d) {
            json.writeNumber(d);
        } else if (value instanceof BigDecimal n) {
            json.writeString(n.toPlainString());
        } else if (value instanceof ByteBuffer b) {
            byte[] copy = new byte[b.remaining()];
            b.duplicate().get(copy);
            json.writeBinary(copy);
        } else if (value instanceof LocalDate date) {
            json.writeNumber(date.toEpochDay());
        } else if (value instanceof LocalTime time) {
            json.writeNumber(time.toNanoOfDay() / NANOS_PER_MICRO);
        } else if (value instanceof LocalDateTime time) {
            json.writeNumber(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC)));
        } else if (value instanceof OffsetDateTime time) {
            json.writeString(time.toInstant().toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
