package io.rowtrail.lake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Values of Parquet columns as {@link LakeRow} has them. */
final class ParquetValues {
    private ParquetValues() {}

    /** Whether the columns of a type can be read here, in whatever form Iceberg's writers give them. */
    static boolean reads(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, DATE, TIME, TIMESTAMP, STRING, UUID, FIXED, BINARY, DECIMAL ->
                true;
            default -> false;
        };
    }

    /** The current value, which is there. */
    static Object neutral(Type type, ColumnDescriptor descriptor, ColumnReader at) {
        PrimitiveTypeName stored = descriptor.getPrimitiveType().getPrimitiveTypeName();
        return switch (type.typeId()) {
            case BOOLEAN -> at.getBoolean();
            case INTEGER -> at.getInteger();
            case LONG -> whole(stored, at);
            case FLOAT -> at.getFloat();
            case DOUBLE -> stored == PrimitiveTypeName.FLOAT ? (double) at.getFloat() : at.getDouble();
            case DATE -> LocalDate.ofEpochDay(at.getInteger());
            case TIME -> LocalTime.ofNanoOfDay(micros(descriptor, whole(stored, at)) * 1_000);
            case TIMESTAMP -> time((Types.TimestampType) type, micros(descriptor, whole(stored, at)));
            case STRING -> at.getBinary().toStringUsingUTF8();
            case UUID -> uuid(ByteBuffer.wrap(at.getBinary().getBytes()));
            case DECIMAL -> decimal((Types.DecimalType) type, stored, at);
            default -> ByteBuffer.wrap(at.getBinary().getBytes()).asReadOnlyBuffer();
        };
    }

    private static long whole(PrimitiveTypeName stored, ColumnReader at) {
        return stored == PrimitiveTypeName.INT32 ? at.getInteger() : at.getLong();
    }

    private static long micros(ColumnDescriptor descriptor, long stored) {
        LogicalTypeAnnotation told = descriptor.getPrimitiveType().getLogicalTypeAnnotation();
        LogicalTypeAnnotation.TimeUnit unit = LogicalTypeAnnotation.TimeUnit.MICROS;
        if (told instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
            unit = timestamp.getUnit();
        } else if (told instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation time) {
            unit = time.getUnit();
        }
        return switch (unit) {
            case MILLIS -> stored * 1_000;
            case MICROS -> stored;
            case NANOS -> Math.floorDiv(stored, 1_000);
        };
    }

    private static Object time(Types.TimestampType type, long micros) {
        OffsetDateTime time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return type.shouldAdjustToUTC() ? time : LocalDateTime.from(time);
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static BigDecimal decimal(Types.DecimalType type, PrimitiveTypeName stored, ColumnReader at) {
        BigInteger unscaled = switch (stored) {
            case INT32 -> BigInteger.valueOf(at.getInteger());
            case INT64 -> BigInteger.valueOf(at.getLong());
            default -> new BigInteger(at.getBinary().getBytes());
        };
        return new BigDecimal(unscaled, type.scale());
    }
}
