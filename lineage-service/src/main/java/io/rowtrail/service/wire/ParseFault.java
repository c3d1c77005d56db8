package io.rowtrail.service.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;

/** Where a text stops being JSON, in words that hold nothing of it. */
final class ParseFault {
    private ParseFault() {}

    static String pointer(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    static String reason(JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        return where == null
                ? "is not JSON"
                : "is not JSON from line " + where.getLineNr() + ", column " + where.getColumnNr();
    }
}
