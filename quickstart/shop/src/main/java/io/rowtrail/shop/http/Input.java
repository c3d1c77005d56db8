package io.rowtrail.shop.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A JSON object read member by member. Every fault is noted with its pointer and a harmless value stands in, so that one
 * answer names all of them; {@link #check} ends the reading.
 */
final class Input {
    private static final int MAX_TEXT = 200;
    private static final BigDecimal MAX_AMOUNT = new BigDecimal("99999999.9999");

    private final JsonNode object;
    private final String pointer;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();

    Input(JsonNode object) {
        this(object, "", new ArrayList<>());
        if (!object.isObject()) {
            throw Problem.badInput(List.of(new FieldError("", "the body must be a JSON object")));
        }
    }

    private Input(JsonNode object, String pointer, List<FieldError> errors) {
        this.object = object;
        this.pointer = pointer;
        this.errors = errors;
    }

    boolean has(String name) {
        return object.has(name);
    }

    /** A whole number from 0 on; {@code what} it is the id of is checked by the database. */
    long id(String name) {
        JsonNode node = member(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            return fault(name, node, "must be a whole number, 0 or more", 0L);
        }
        return node.longValue();
    }

    int smallId(String name) {
        long id = id(name);
        return id > Integer.MAX_VALUE ? fault(name, member(name), "is too large", 0) : (int) id;
    }

    int count(String name) {
        int count = smallId(name);
        return count == 0 && member(name).isIntegralNumber()
                ? fault(name, member(name), "must be 1 or more", 1)
                : count;
    }

    /** An amount of 0 or more with at most four decimals, as a JSON number or as text. */
    BigDecimal amount(String name) {
        JsonNode node = member(name);
        String wanted = "must be an amount of 0 or more with at most four decimals";
        if (!node.isNumber() && !node.isTextual()) {
            return fault(name, node, wanted, BigDecimal.ZERO);
        }
        String text = node.asText();
        if (text.length() > 30) {
            return fault(name, node, wanted, BigDecimal.ZERO);
        }
        try {
            BigDecimal amount = new BigDecimal(text);
            return amount.signum() < 0 || amount.stripTrailingZeros().scale() > 4 || amount.compareTo(MAX_AMOUNT) > 0
                    ? fault(name, node, wanted, BigDecimal.ZERO)
                    : amount;
        } catch (NumberFormatException e) {
            return fault(name, node, wanted, BigDecimal.ZERO);
        }
    }

    LocalDate date(String name) {
        JsonNode node = member(name);
        try {
            LocalDate date = LocalDate.parse(node.asText());
            return date.getYear() < 1900 || date.getYear() > 2200
                    ? fault(name, node, "must be a date between 1900 and 2200", LocalDate.EPOCH)
                    : date;
        } catch (DateTimeException e) {
            return fault(name, node, "must be a date like 1997-03-28", LocalDate.EPOCH);
        }
    }

    String text(String name) {
        JsonNode node = member(name);
        String text = node.asText().strip();
        return !node.isTextual() || text.isEmpty() || text.length() > MAX_TEXT || text.indexOf('\0') >= 0
                ? fault(name, node, "must be text of 1 to " + MAX_TEXT + " characters", "")
                : text;
    }

    /** The objects of an array of 1 to {@code max}. */
    List<Input> items(String name, int max) {
        JsonNode node = member(name);
        List<Input> items = new ArrayList<>();
        if (!node.isArray() || node.isEmpty() || node.size() > max) {
            return fault(name, node, "must be an array of 1 to " + max + " objects", items);
        }
        for (int i = 0; i < node.size(); i++) {
            String at = pointer + "/" + name + "/" + i;
            if (node.get(i).isObject()) {
                items.add(new Input(node.get(i), at, errors));
            } else {
                errors.add(new FieldError(at, "must be an object"));
            }
        }
        return items;
    }

    /** Notes the members that nobody asked for. */
    void done() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                errors.add(new FieldError(
                        pointer + "/" + name.replace("~", "~0").replace("/", "~1"), "is not known here"));
            }
        }
    }

    /** Notes a fault of the object as a whole. */
    void reject(String detail) {
        errors.add(new FieldError(pointer, detail));
    }

    /**
     * Ends the reading.
     *
     * @throws Problem 400 if anything was at fault
     */
    void check() {
        done();
        if (!errors.isEmpty()) {
            throw Problem.badInput(errors);
        }
    }

    private JsonNode member(String name) {
        known.add(name);
        return object.path(name);
    }

    private <T> T fault(String name, JsonNode node, String wanted, T standIn) {
        errors.add(new FieldError(pointer + "/" + name, node.isMissingNode() ? "is missing; it " + wanted : wanted));
        return standIn;
    }
}
