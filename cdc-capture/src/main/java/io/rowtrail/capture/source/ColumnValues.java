package io.rowtrail.capture.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.debezium.data.VariableScaleDecimal;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.NanoTimestamp;
import io.rowtrail.capture.state.CaptureException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** One column value, from what Debezium gives to what a generic Iceberg record takes. Exact, or it throws. */
final class ColumnValues {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private ColumnValues() {}

    static @Nullable Object convert(@Nullable Object value, Schema schema, Type type) {
        if (value == null) {
            return null;
        }
        return switch (type.typeId()) {
            case BOOLEAN -> value;
            case INTEGER -> Math.toIntExact(((Number) value).longValue());
            case LONG -> ((Number) value).longValue();
            case FLOAT -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case DECIMAL -> decimal(value).setScale(((Types.DecimalType) type).scale());
            case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
            case TIME -> LocalTime.ofNanoOfDay(((Number) value).longValue() * NANOS_PER_MICRO);
            case TIMESTAMP -> value instanceof String text ? zoned(text) : local(((Number) value).longValue(), schema);
            case BINARY -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
            default -> text(value);
        };
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof Struct struct
                ? VariableScaleDecimal.toLogical(struct)
                        .getDecimalValue()
                        .orElseThrow(() -> new CaptureException("a numeric that is not a number has no decimal value"))
                : (BigDecimal) value;
    }

    private static LocalDateTime local(long value, Schema schema) {
        String unit = String.valueOf(schema.name());
        long micros = switch (unit) {
            case MicroTimestamp.SCHEMA_NAME -> value;
            case NanoTimestamp.SCHEMA_NAME -> value / NANOS_PER_MICRO;
            default -> value * MICROS_PER_MILLI;
        };
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    /** The infinities come as years that the ISO format does not read; they become the lake's earliest and latest. */
    private static OffsetDateTime zoned(String text) {
        try {
            return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            long edge = text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
            return Instant.EPOCH.plus(edge, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        }
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Struct struct) {
            return VariableScaleDecimal.LOGICAL_NAME.equals(struct.schema().name())
                    ? decimal(struct).toPlainString()
                    : struct.toString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (value instanceof ByteBuffer bytes) {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return json(value);
        }
        return value.toString();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new CaptureException("an array cannot be written as JSON", e);
        }
    }
}
