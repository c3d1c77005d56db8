package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows as JSON: numbers that JSON's readers may round (64-bit, decimals) as strings, times in RFC 3339, bytes in hex. */
final class RowJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RowJson() {}

    static ObjectNode columns(Row row, List<String> columns) {
        ObjectNode json = JSON.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            put(json, columns.get(i), row.get(i));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value instanceof Row struct) {
            json.set(name, columns(struct, List.of(struct.schema().fieldNames())));
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            ObjectNode entries = json.putObject(name);
            io.rowtrail.spark.plan.Seqs.<scala.Tuple2<?, ?>>java(map)
                    .forEach(entry -> put(entries, String.valueOf(entry._1()), entry._2()));
        } else if (value instanceof scala.collection.Iterable<?> list) {
            ArrayNode elements = json.putArray(name);
            for (Object element : io.rowtrail.spark.plan.Seqs.<Object>java(list)) {
                ObjectNode holder = JSON.objectNode();
                put(holder, "v", element);
                elements.add(holder.get("v"));
            }
        } else {
            scalar(json, name, value);
        }
    }

    private static void scalar(ObjectNode json, String name, @Nullable Object value) {
        if (value == null) {
            json.putNull(name);
        } else if (value instanceof Boolean truth) {
            json.put(name, truth);
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            json.put(name, ((Number) value).intValue());
        } else if (value instanceof Double number && Double.isFinite(number)) {
            json.put(name, number);
        } else if (value instanceof Float number && Float.isFinite(number)) {
            json.put(name, number);
        } else if (value instanceof BigDecimal decimal) {
            json.put(name, decimal.toPlainString());
        } else if (value instanceof byte[] bytes) {
            json.put(name, HexFormat.of().formatHex(bytes));
        } else if (value instanceof Timestamp time) {
            json.put(name, time.toInstant().toString());
        } else if (value instanceof Date date) {
            json.put(name, date.toLocalDate().toString());
        } else {
            json.put(name, value.toString());
        }
    }

    /** What a map of settings or counts looks like. */
    static ObjectNode strings(Map<String, Long> counts) {
        ObjectNode json = JSON.objectNode();
        counts.forEach((name, count) -> json.put(name, Long.toString(count)));
        return json;
    }
}
