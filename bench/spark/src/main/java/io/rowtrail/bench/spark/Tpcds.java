package io.rowtrail.bench.spark;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * TPC-DS, its tables inserts only, each three rows a transaction. For comparing rows at small scales: one thread makes the tables, and
 * the queries are without their last LIMIT, which leaves open which of equal rows it takes.
 */
record Tpcds(double scale) implements Suite {
    private static final int ROWS_A_TRANSACTION = 3;
    private static final int ROWS_AT_ONCE = 50_000;
    private static final List<Integer> IN_TWO_PARTS = List.of(14, 23, 24, 39);

    @Override
    public String name() {
        return "tpcds";
    }

    @Override
    public Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        IntStream.rangeClosed(1, 99)
                .boxed()
                .flatMap(number -> IN_TWO_PARTS.contains(number)
                        ? Stream.of("q" + number + "a", "q" + number + "b")
                        : Stream.of("q" + number))
                .forEach(query -> queries.put(query, text(query).replaceFirst("(?is)\\s+limit\\s+100\\s*;?\\s*$", "")));
        return queries;
    }

    @Override
    public void write(SparkSession session) {
        for (Table table : Table.getBaseTables()) {
            if (table != Table.DBGEN_VERSION && isMissing(session, table.getName())) {
                write(session, table);
            }
        }
    }

    private void write(SparkSession session, Table table) {
        StructType texts = new StructType();
        for (Column column : table.getColumns()) {
            texts = texts.add(column.getName(), DataTypes.StringType, true);
        }
        String columns = Arrays.stream(table.getColumns())
                .map(column ->
                        "CAST(" + column.getName() + " AS " + type(column.getType()) + ") AS " + column.getName())
                .collect(Collectors.joining(", "));
        String select = "SELECT " + columns
                + ", _rt_op, _rt_tx, _rt_seq, _rt_trace_id, _rt_tag_source, _rt_commit_ts FROM written";
        List<Row> rows = new ArrayList<>();
        long written = 0;
        Session generated = Session.getDefaultSession().withScale(scale).withTable(table);
        Iterator<List<List<String>>> generator =
                Results.constructResults(table, generated).iterator();
        while (generator.hasNext()) {
            long number = written + rows.size();
            rows.add(Suite.inserted(
                    generator.next().get(0),
                    Table.getBaseTables().indexOf(table) * APART + number / ROWS_A_TRANSACTION));
            if (rows.size() == ROWS_AT_ONCE || !generator.hasNext()) {
                session.createDataFrame(rows, Suite.withChangeColumns(texts)).createOrReplaceTempView("written");
                if (written == 0) {
                    create(session, table.getName(), table.getColumns()[0].getName(), select);
                } else {
                    session.sql("INSERT INTO lake.tpcds." + table.getName() + " " + select);
                }
                written += rows.size();
                rows = new ArrayList<>();
            }
        }
    }

    private static String type(ColumnType type) {
        return switch (type.getBase()) {
            case INTEGER, TIME -> "INT";
            case IDENTIFIER -> "INT";
            case DATE -> "DATE";
            case DECIMAL ->
                String.format(
                        Locale.ROOT,
                        "DECIMAL(%d, %d)",
                        type.getPrecision().orElse(7),
                        type.getScale().orElse(2));
            case VARCHAR, CHAR -> "STRING";
        };
    }
}
