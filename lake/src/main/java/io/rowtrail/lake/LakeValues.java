package io.rowtrail.lake;

import io.rowtrail.tags.TagSet;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Values between text, Iceberg's literals and the neutral Java values of {@link LakeRow}. */
final class LakeValues {
    private LakeValues() {}

    /** A generic record's value as {@link LakeRow} has it. */
    static @Nullable Object neutral(@Nullable Object value) {
        if (value instanceof ByteBuffer bytes) {
            return bytes.asReadOnlyBuffer();
        }
        if (value instanceof byte[] fixed) {
            return ByteBuffer.wrap(fixed).asReadOnlyBuffer();
        }
        if (value instanceof OffsetDateTime time) {
            return time.withOffsetSameInstant(ZoneOffset.UTC);
        }
        return value;
    }

    /** A stored tag set; empty where there is none. */
    static Optional<TagSet> tagSet(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Optional.of(TagSet.decode(bytes));
        }
        return Optional.empty();
    }

    /**
     * The literal of {@code text} in a column's type, in the form that Iceberg's expressions take.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Object literal(Types.NestedField field, String text) {
        try {
            return literal(field.type(), text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no value of " + field.name() + " (" + field.type() + ")", e);
        }
    }

    private static Object literal(Type type, String text) {
        return switch (type.typeId()) {
            case BOOLEAN -> bool(text);
            case INTEGER -> new BigDecimal(text).intValueExact();
            case LONG -> new BigDecimal(text).longValueExact();
            case FLOAT -> Float.parseFloat(text);
            case DOUBLE -> Double.parseDouble(text);
            case DECIMAL -> new BigDecimal(text).setScale(((Types.DecimalType) type).scale());
            case DATE -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
            case TIME -> LocalTime.parse(text).toNanoOfDay() / 1_000;
            case TIMESTAMP -> micros(type, text);
            case UUID -> UUID.fromString(text);
            case BINARY, FIXED -> ByteBuffer.wrap(HexFormat.of().parseHex(text));
            case STRING -> text;
            default -> throw new IllegalArgumentException("no equality on " + type);
        };
    }

    /** Whether equal values of a type are equal objects: floating numbers are not, nested ones cannot be asked for. */
    static boolean isExact(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN, INTEGER, LONG, DECIMAL, DATE, TIME, TIMESTAMP, UUID, BINARY, FIXED, STRING -> true;
            default -> false;
        };
    }

    /** One form of a value, whether it was read from a file or is a literal of Iceberg's. */
    static Object comparable(Object value) {
        if (value instanceof LocalDate date) {
            return Math.toIntExact(date.toEpochDay());
        }
        if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / 1_000;
        }
        if (value instanceof LocalDateTime time) {
            return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof OffsetDateTime time) {
            return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant());
        }
        return value instanceof CharSequence text ? text.toString() : value;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static long micros(Type type, String text) {
        OffsetDateTime time = ((Types.TimestampType) type).shouldAdjustToUTC()
                ? OffsetDateTime.parse(text)
                : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
        return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant());
    }
}
