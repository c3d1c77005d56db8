package io.rowtrail.capture.source;

import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's column types in the lake. What has no exact counterpart is kept as its text. */
final class ColumnTypes {
    private static final int MAX_PRECISION = 38;
    private static final int MONEY_PRECISION = 19;
    private static final int MONEY_SCALE = 2;

    private ColumnTypes() {}

    /**
     * @param udt the base type's name, domains resolved: {@code int4}, {@code numeric}, …
     * @param precision of a numeric; null when it has none
     * @param scale beside it
     */
    static Type of(String udt, @Nullable Integer precision, @Nullable Integer scale) {
        return switch (udt) {
            case "bool" -> Types.BooleanType.get();
            case "int2", "int4" -> Types.IntegerType.get();
            case "int8" -> Types.LongType.get();
            case "float4" -> Types.FloatType.get();
            case "float8" -> Types.DoubleType.get();
            case "numeric" -> numeric(precision, scale);
            case "money" -> Types.DecimalType.of(MONEY_PRECISION, MONEY_SCALE);
            case "date" -> Types.DateType.get();
            case "time" -> Types.TimeType.get();
            case "timestamp" -> Types.TimestampType.withoutZone();
            case "timestamptz" -> Types.TimestampType.withZone();
            case "bytea" -> Types.BinaryType.get();
            default -> Types.StringType.get();
        };
    }

    /** A numeric without precision has a scale of its own in every row: no decimal type holds it exactly. */
    private static Type numeric(@Nullable Integer precision, @Nullable Integer scale) {
        if (precision == null || scale == null || precision > MAX_PRECISION || scale < 0 || scale > precision) {
            return Types.StringType.get();
        }
        return Types.DecimalType.of(precision, scale);
    }
}
