package io.rowtrail.graph.openlineage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text token by token, so that what is not asked for is never built. Stands at the first token of a value when
 * a value is read, and at its last one after; knows the pointer of where it stands, so that each refusal can say what it is
 * about. A member that is null counts as absent, as real producers write it.
 */
final class JsonCursor {

    private final JsonParser parser;

    JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Moves to the next token; null at the end of the text. */
    @Nullable
    JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes over the value it stands at. */
    void skip() {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers the object or array whose values are being read, for {@link #recover}. */
    JsonStreamContext level() {
        return parser.getParsingContext();
    }

    /** Passes over what is left of a value of that object or array after a refusal within it. */
    void recover(JsonStreamContext level) {
        while (parser.getParsingContext() != level && next() != null) {
            // on to the end of the value
        }
    }

    Refusal refusal(String reason) {
        return new Refusal(parser.getParsingContext().pathAsPointer().toString(), reason);
    }

    /** Refuses a member of the object whose end was just read. */
    Refusal refusal(String member, String reason) {
        return new Refusal(
                parser.getParsingContext().pathAsPointer() + "/"
                        + member.replace("~", "~0").replace("/", "~1"),
                reason);
    }

    boolean absent() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    boolean isNumber() {
        return parser.currentToken().isNumeric();
    }

    boolean isBoolean() {
        return parser.currentToken().isBoolean();
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isContainer() {
        return parser.currentToken().isStructStart();
    }

    private Refusal wrong(String wanted) {
        return refusal(absent() ? "is required" : "must be " + wanted);
    }

    void requireObject() {
        if (!isObject()) {
            throw wrong("an object");
        }
    }

    /** Visits each member of an object that is not null, the cursor at its value, which the visitor reads or skips. */
    void members(Consumer<String> each) {
        allMembers(name -> {
            if (!absent()) {
                each.accept(name);
            }
        });
    }

    /** Visits each member of an object, also those that are null. */
    void allMembers(Consumer<String> each) {
        requireObject();
        while (next() != JsonToken.END_OBJECT) {
            String name = name(parser);
            next();
            each.accept(name);
        }
    }

    private String name(JsonParser at) {
        try {
            return unicode(at.currentName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits each element of an array, the cursor at it; none when absent. */
    void elements(Runnable each) {
        if (absent()) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong("an array");
        }
        while (next() != JsonToken.END_ARRAY) {
            each.run();
        }
    }

    /** Reads each element of an array; none when absent. */
    <T> List<T> list(Supplier<T> each) {
        List<T> values = new ArrayList<>();
        elements(() -> values.add(each.get()));
        return values;
    }

    /** Returns a required text, which may be empty. */
    String text() {
        if (!isText()) {
            throw wrong("a string");
        }
        try {
            return unicode(parser.getText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a required text that is not empty. */
    String name() {
        String text = text();
        if (text.isEmpty()) {
            throw refusal("must not be empty");
        }
        return text;
    }

    /** Returns a text, or the empty one when absent. */
    String textOrEmpty() {
        return absent() ? "" : text();
    }

    /** Returns a text, or null when absent or empty. */
    @Nullable
    String textOrNull() {
        String text = textOrEmpty();
        return text.isEmpty() ? null : text;
    }

    /** Says whether it stands at a whole number, in decimal or exponent form too. */
    boolean isInteger() {
        return isNumber()
                && (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        || decimal().stripTrailingZeros().scale() <= 0);
    }

    /** Returns an integer, or null when absent; a whole number in decimal or exponent form counts. */
    @Nullable
    Long integerOrNull() {
        if (absent()) {
            return null;
        }
        if (!isInteger()) {
            throw wrong("an integer");
        }
        BigDecimal value = decimal();
        if (value.precision() - value.scale() > 19
                || value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                || value.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0) {
            throw refusal("must be an integer of 64 bits");
        }
        return value.longValueExact();
    }

    private BigDecimal decimal() {
        try {
            return parser.getDecimalValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an integer written as a number or as a decimal string, or null when absent. */
    @Nullable
    Long looseIntegerOrNull() {
        if (isText()) {
            try {
                return Long.valueOf(text());
            } catch (NumberFormatException e) {
                throw refusal("must be an integer");
            }
        }
        return integerOrNull();
    }

    @Nullable
    Boolean booleanOrNull() {
        if (absent()) {
            return null;
        }
        if (!isBoolean()) {
            throw refusal("must be true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private String unicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw refusal("holds half of a surrogate pair");
            }
        }
        return text;
    }
}
