package io.rowtrail.service.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.lake.RowFilter;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.ProblemException;
import io.rowtrail.service.http.StrictJson;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key of one row as a caller writes it: a JSON object of key columns. Numbers may be written as strings.
 *
 * @param json as it was given, for the answer
 * @param values column to the value's text; empty means null
 */
record RowKey(JsonNode json, Map<String, Optional<String>> values) {
    /** Beyond this many digits on one side of the point a number is an attack, not a key. */
    private static final int MAX_SCALE = 100;

    static RowKey parse(@Nullable String text) {
        JsonNode json;
        try {
            json = StrictJson.parse(Params.required("key", text));
        } catch (ProblemException e) {
            throw invalid();
        }
        if (!json.isObject() || json.isEmpty()) {
            throw invalid();
        }
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> members = json.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode value = member.getValue();
            if (value.isContainerNode()) {
                throw invalid();
            }
            if (value.isBigDecimal() && Math.abs(value.decimalValue().scale()) > MAX_SCALE) {
                throw invalid();
            }
            String plain = value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
            values.put(member.getKey(), value.isNull() ? Optional.empty() : Optional.of(plain));
        }
        return new RowKey(json, values);
    }

    private static ProblemException invalid() {
        return Problem.invalid("key", "must be a JSON object of key columns, such as {\"sale_id\":1,\"line_no\":2}")
                .exception();
    }

    RowFilter filter() {
        return new RowFilter.KeyEquals(values);
    }
}
