package io.rowtrail.bench.spark;

import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * TPC-H as the capture would have written it: change tables {@code lake.tpch.*} of inserts only, an order and its lines one
 * transaction, all rows of a key in each of the other tables another.
 */
final class TpchLake {
    /** Ordinals of the other tables' transactions begin so far apart: more than any of them has rows up to scale 100. */
    private static final long APART = 100_000_000L;

    private final SparkSession session;
    private final double scale;

    TpchLake(SparkSession session, double scale) {
        this.session = session;
        this.scale = scale;
    }

    /** Writes the tables that are not there yet. */
    void write() {
        session.sql("CREATE NAMESPACE IF NOT EXISTS lake.tpch");
        for (TpchTable<?> table : TpchTable.getTables()) {
            String name = "lake.tpch." + table.getTableName();
            if (!session.catalog().tableExists(name)) {
                System.out.println("writing " + name);
                write(table.getTableName(), name);
            }
        }
    }

    private void write(String table, String name) {
        int parts = (int) Math.max(1, Math.ceil(scale * 8));
        double size = scale;
        List<Integer> numbers = IntStream.rangeClosed(1, parts).boxed().toList();
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(numbers, parts)
                .flatMap(part -> rows(TpchTable.getTable(table), size, part, parts));
        session.createDataFrame(rows, schema(TpchTable.getTable(table))).createOrReplaceTempView("written");
        String key = TpchTable.getTable(table).getColumns().get(0).getColumnName();
        session.sql("CREATE TABLE " + name + " USING iceberg TBLPROPERTIES ('" + RowtrailProperties.KEY + "'='" + key
                + "', '" + RowtrailProperties.SOURCE + "'='tpch', '" + RowtrailProperties.COMPLETE_THROUGH + "'='"
                + 9 * APART + "') AS SELECT * FROM written");
    }

    private static StructType schema(TpchTable<?> table) {
        StructType schema = new StructType();
        for (TpchColumn<?> column : table.getColumns()) {
            schema = schema.add(column.getColumnName(), type(column.getType().getBase()), false);
        }
        return schema.add(RowtrailColumns.OP, DataTypes.StringType, false)
                .add(RowtrailColumns.TX, DataTypes.LongType, false)
                .add(RowtrailColumns.SEQ, DataTypes.IntegerType, false)
                .add(RowtrailColumns.TRACE_ID, DataTypes.StringType, true)
                .add(RowtrailColumns.TAG_SOURCE, DataTypes.StringType, false)
                .add(RowtrailColumns.COMMIT_TS, DataTypes.TimestampType, false);
    }

    private static DataType type(TpchColumnType.Base base) {
        return switch (base) {
            case INTEGER -> DataTypes.IntegerType;
            case IDENTIFIER -> DataTypes.LongType;
            case DATE -> DataTypes.DateType;
            case DOUBLE -> DataTypes.createDecimalType(12, 2);
            case VARCHAR -> DataTypes.StringType;
        };
    }

    private static <E extends TpchEntity> Iterator<Row> rows(TpchTable<E> table, double scale, int part, int parts) {
        Iterable<E> entities = table.createGenerator(scale, part, parts);
        return StreamSupport.stream(entities.spliterator(), false)
                .map(entity -> row(table, entity))
                .iterator();
    }

    private static <E extends TpchEntity> Row row(TpchTable<E> table, E entity) {
        List<Object> values = new ArrayList<>();
        for (TpchColumn<E> column : table.getColumns()) {
            values.add(
                    switch (column.getType().getBase()) {
                        case INTEGER -> column.getInteger(entity);
                        case IDENTIFIER -> column.getIdentifier(entity);
                        case DATE -> java.sql.Date.valueOf(LocalDate.ofEpochDay(column.getDate(entity)));
                        case DOUBLE -> BigDecimal.valueOf(Math.round(column.getDouble(entity) * 100), 2);
                        case VARCHAR -> column.getString(entity);
                    });
        }
        values.add("c");
        values.add(ordinal(table, entity));
        values.add(0);
        values.add(null);
        values.add("message");
        values.add(Timestamp.valueOf("2026-01-01 00:00:00"));
        return RowFactory.create(values.toArray());
    }

    private static <E extends TpchEntity> long ordinal(TpchTable<E> table, E entity) {
        long key = table.getColumns().get(0).getIdentifier(entity);
        String name = table.getTableName();
        if (name.equals("orders") || name.equals("lineitem")) {
            // Of each 32 keys TPC-H uses the first 8; commit order has no such gaps.
            return 8 * APART + (key / 32) * 8 + key % 32;
        }
        return TpchTable.getTables().indexOf(table) * APART + key;
    }
}
