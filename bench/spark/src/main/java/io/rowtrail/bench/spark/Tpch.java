package io.rowtrail.bench.spark;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** TPC-H, its tables inserts only: an order and its lines one transaction, all rows of a key in each other table another. */
record Tpch(double scale) implements Suite {
    @Override
    public String name() {
        return "tpch";
    }

    @Override
    public Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        IntStream.rangeClosed(1, 22).forEach(number -> queries.put("q" + number, text("q" + number)));
        return queries;
    }

    @Override
    public void write(SparkSession session) {
        for (TpchTable<?> table : TpchTable.getTables()) {
            if (isMissing(session, table.getTableName())) {
                write(session, table.getTableName());
            }
        }
    }

    private void write(SparkSession session, String table) {
        int parts = (int) Math.max(1, Math.ceil(scale * 8));
        double size = scale;
        List<Integer> numbers = IntStream.rangeClosed(1, parts).boxed().toList();
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(numbers, parts)
                .flatMap(part -> rows(TpchTable.getTable(table), size, part, parts));
        session.createDataFrame(rows, schema(TpchTable.getTable(table))).createOrReplaceTempView("written");
        String key = TpchTable.getTable(table).getColumns().get(0).getColumnName();
        create(session, table, key, "SELECT * FROM written");
    }

    private static StructType schema(TpchTable<?> table) {
        StructType schema = new StructType();
        for (TpchColumn<?> column : table.getColumns()) {
            schema = schema.add(column.getColumnName(), type(column.getType().getBase()), false);
        }
        return Suite.withChangeColumns(schema);
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
        return Suite.inserted(values, ordinal(table, entity));
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
