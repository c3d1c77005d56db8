package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.tags.TagSet;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A row under the key that was asked for.
 *
 * @param row the query's columns first
 * @param absence of a live row: what mattered without being in it; of a ghost: without none of these it could not be there
 * @param live whether it is in the result; if not, it is a ghost: it might have been
 */
record KeyedRow(Row row, TagSet tags, TagSet absence, boolean live) {
    ObjectNode json(List<String> columns) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("columns", RowJson.columns(row, columns));
        return json.put("tags", encoded(tags)).put("absence", encoded(absence)).put("live", live);
    }

    static String encoded(TagSet tags) {
        return Base64.getEncoder().encodeToString(tags.encode());
    }
}
