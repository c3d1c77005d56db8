package io.rowtrail.bench.spark;

import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A benchmark's tables, as the capture would have written them, and its queries. */
interface Suite {
    /** Ordinals of different tables' transactions begin so far apart: more than any has rows at the scales that fit. */
    long APART = 100_000_000L;

    /** Of the namespace in the lake {@code lake}, and of the folder of Spark's resources that has the queries. */
    String name();

    /** Names to texts, in order. */
    Map<String, String> queries();

    /** Writes the tables that are not there yet. */
    void write(SparkSession session);

    /** Whether {@code table} is still to be written; says so. */
    default boolean isMissing(SparkSession session, String table) {
        boolean missing = !session.catalog().tableExists("lake." + name() + "." + table);
        if (missing) {
            System.out.println("writing lake." + name() + "." + table);
        }
        return missing;
    }

    /** Makes a change table of the rows of a view. */
    default void create(SparkSession session, String table, String key, String select) {
        session.sql("CREATE TABLE lake." + name() + "." + table + " USING iceberg TBLPROPERTIES ('"
                + RowtrailProperties.KEY + "'='" + key + "', '" + RowtrailProperties.SOURCE + "'='" + name() + "', '"
                + RowtrailProperties.COMPLETE_THROUGH + "'='" + 100 * APART + "') AS " + select);
    }

    static StructType withChangeColumns(StructType schema) {
        return schema.add(RowtrailColumns.OP, DataTypes.StringType, false)
                .add(RowtrailColumns.TX, DataTypes.LongType, false)
                .add(RowtrailColumns.SEQ, DataTypes.IntegerType, false)
                .add(RowtrailColumns.TRACE_ID, DataTypes.StringType, true)
                .add(RowtrailColumns.TAG_SOURCE, DataTypes.StringType, false)
                .add(RowtrailColumns.COMMIT_TS, DataTypes.TimestampType, false);
    }

    /** An insert of {@code values} by the transaction {@code ordinal}. */
    static Row inserted(List<?> values, long ordinal) {
        List<Object> row = new ArrayList<>(values);
        row.add("c");
        row.add(ordinal);
        row.add(0);
        row.add(null);
        row.add("message");
        row.add(Timestamp.valueOf("2026-01-01 00:00:00"));
        return RowFactory.create(row.toArray());
    }

    /** A query's text among the resources of Spark's own tests. */
    default String text(String query) {
        String path = "/" + name() + "/" + query + ".sql";
        try (InputStream text = Suite.class.getResourceAsStream(path)) {
            if (text == null) {
                throw new IllegalStateException("no " + path + " among Spark's resources");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
