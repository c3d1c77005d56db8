package io.rowtrail.capture.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.debezium.data.Bits;
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
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One column value, from what Debezium gives to what a generic Iceberg record takes. Exact, but for what the lake's types do
 * not have: infinite times and 24:00 become the earliest and the latest, infinite dates and what is not a number become null,
 * and a varying bit string loses leading zeros.
 */
final class ColumnValues {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NUMERIC = "numeric";
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    /** What PostgreSQL's dates reach: 4714-11-24 BC to 5874897-12-31. */
    private static final long FIRST_DAY = LocalDate.of(-4713, 11, 24).toEpochDay();

    private static final long LAST_DAY = LocalDate.of(5_874_897, 12, 31).toEpochDay();
    private static final int MAX_BITS = 1 << 20;
    /** 24:00, which PostgreSQL has beside 00:00, becomes the lake's latest time. */
    private static final long LAST_MICRO_OF_DAY = 86_399_999_999L;

    private ColumnValues() {}

    /** @param column what it is in the lake, and what it was at the source */
    static @Nullable Object convert(@Nullable Object value, Schema schema, SourceTable.Column column) {
        Type type = column.type();
        if (value == null) {
            return null;
        }
        return switch (type.typeId()) {
            case BOOLEAN -> value;
            case INTEGER -> Math.toIntExact(((Number) value).longValue());
            case LONG -> ((Number) value).longValue();
            case FLOAT -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case DECIMAL -> {
                BigDecimal number = decimal(value);
                yield number == null ? null : number.setScale(((Types.DecimalType) type).scale());
            }
            case DATE -> date(((Number) value).longValue());
            case TIME ->
                LocalTime.ofNanoOfDay(Math.min(((Number) value).longValue(), LAST_MICRO_OF_DAY) * NANOS_PER_MICRO);
            case TIMESTAMP -> value instanceof String text ? zoned(text) : local(((Number) value).longValue(), schema);
            case BINARY -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
            default -> {
                if (Bits.LOGICAL_NAME.equals(schema.name())) {
                    yield bits((byte[]) value, schema);
                }
                yield NUMERIC.equals(column.sourceType()) ? plain(text(value)) : text(value);
            }
        };
    }

    /** Null for what is not a number, which no decimal type holds. */
    private static @Nullable BigDecimal decimal(Object value) {
        String text = value.toString();
        return isNumber(text) ? new BigDecimal(text) : null;
    }

    /** Debezium calls what is not a number {@code NAN}, {@code POSITIVE_INFINITY} and {@code NEGATIVE_INFINITY}. */
    private static boolean isNumber(String text) {
        return text.indexOf('N') < 0;
    }

    private static String plain(String text) {
        return switch (text) {
            case "NAN" -> "NaN";
            case "POSITIVE_INFINITY" -> "Infinity";
            case "NEGATIVE_INFINITY" -> "-Infinity";
            default -> text.indexOf('E') >= 0 ? new BigDecimal(text).toPlainString() : text;
        };
    }

    /** Null for an infinite date, which comes as a number of days that overflowed. */
    private static @Nullable LocalDate date(long days) {
        return days < FIRST_DAY || days > LAST_DAY ? null : LocalDate.ofEpochDay(days);
    }

    /** A bit string as PostgreSQL writes it; the bytes hold the number, lowest first. */
    private static String bits(byte[] bytes, Schema schema) {
        BitSet set = BitSet.valueOf(bytes);
        String declared = schema.parameters().getOrDefault(Bits.LENGTH_FIELD, "0");
        int length = Integer.parseInt(declared);
        StringBuilder text = new StringBuilder();
        for (int bit = (length < 1 || length > MAX_BITS ? set.length() : length) - 1; bit >= 0; bit--) {
            text.append(set.get(bit) ? '1' : '0');
        }
        return text.toString();
    }

    /** A point as PostgreSQL writes it, other geometry as well-known binary in hex. */
    private static String struct(Struct struct) {
        if (struct.schema().field("x") != null && struct.schema().field("y") != null) {
            return "(" + coordinate(struct.getFloat64("x")) + "," + coordinate(struct.getFloat64("y")) + ")";
        }
        return struct.schema().field("wkb") == null
                ? struct.toString()
                : HexFormat.of().formatHex(struct.getBytes("wkb"));
    }

    private static String coordinate(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
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
            OffsetDateTime plain = InstantText.read(text);
            return plain == null ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC) : plain;
        } catch (DateTimeException e) {
            long edge = text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
            return Instant.EPOCH.plus(edge, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        }
    }

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Struct struct) {
            return struct(struct);
        }
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (value instanceof ByteBuffer bytes) {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }
        if (value instanceof List<?> list) {
            return json(list.stream()
                    .map(element -> element instanceof Struct struct ? struct(struct) : element)
                    .toList());
        }
        if (value instanceof Map<?, ?>) {
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
