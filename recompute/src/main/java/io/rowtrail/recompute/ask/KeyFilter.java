package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.recompute.plan.Assembled;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** A row's key as a condition on a plan's columns: values become constants of the column's type, never text in SQL. */
final class KeyFilter {
    private KeyFilter() {}

    /** @throws BadQuestionException naming the column that the plan does not have, or whose value is none of its type */
    static Expression of(Map<String, JsonNode> key, Assembled query) {
        return of(key, query, column -> true);
    }

    /** The same, of those columns only that {@code wanted} takes; true where it takes none. */
    static Expression of(Map<String, JsonNode> key, Assembled query, Predicate<Attribute> wanted) {
        Expression all = null;
        for (Map.Entry<String, JsonNode> part : key.entrySet()) {
            String pointer = "/key/" + part.getKey().replace("~", "~0").replace("/", "~1");
            Attribute column = query.column(part.getKey());
            if (column == null) {
                throw new BadQuestionException(pointer, "the run's output has no such column");
            }
            if (!wanted.test(column)) {
                continue;
            }
            Expression one = part.getValue().isNull()
                    ? new IsNull(column)
                    : new EqualTo(column, literal(part.getValue(), column.dataType(), pointer));
            all = all == null ? one : new And(all, one);
        }
        return all == null ? Literal.create(true, org.apache.spark.sql.types.DataTypes.BooleanType) : all;
    }

    private static Literal literal(JsonNode value, DataType type, String pointer) {
        if (!value.isValueNode()) {
            throw new BadQuestionException(pointer, "a value, neither an array nor an object");
        }
        try {
            return new Literal(internal(value.asText(), type), type);
        } catch (RuntimeException e) {
            throw new BadQuestionException(pointer, "no value of type " + type.sql());
        }
    }

    /** As Catalyst keeps it. */
    private static Object internal(String text, DataType type) {
        if (type instanceof StringType) {
            return UTF8String.fromString(text);
        } else if (type instanceof IntegerType) {
            return new BigDecimal(text).intValueExact();
        } else if (type instanceof LongType) {
            return new BigDecimal(text).longValueExact();
        } else if (type instanceof ShortType) {
            return new BigDecimal(text).shortValueExact();
        } else if (type instanceof ByteType) {
            return new BigDecimal(text).byteValueExact();
        } else if (type instanceof DecimalType decimal) {
            BigDecimal exact = new BigDecimal(text).setScale(decimal.scale(), RoundingMode.UNNECESSARY);
            return Decimal.apply(exact, decimal.precision(), decimal.scale());
        } else if (type instanceof DoubleType) {
            return Double.parseDouble(text);
        } else if (type instanceof FloatType) {
            return Float.parseFloat(text);
        } else if (type instanceof BooleanType) {
            return bool(text);
        } else if (type instanceof DateType) {
            return Math.toIntExact(LocalDate.parse(text).toEpochDay());
        } else if (type instanceof TimestampType) {
            return micros(OffsetDateTime.parse(text));
        } else if (type instanceof TimestampNTZType) {
            return micros(LocalDateTime.parse(text).atOffset(ZoneOffset.UTC));
        } else if (type instanceof BinaryType) {
            return HexFormat.of().parseHex(text);
        }
        throw new IllegalArgumentException("no equality on " + type);
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static long micros(OffsetDateTime time) {
        return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant());
    }
}
