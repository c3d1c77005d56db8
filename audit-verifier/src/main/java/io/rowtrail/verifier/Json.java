package io.rowtrail.verifier;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON value of the subset the log uses: no fractions, no nulls where a value can be left out. */
sealed interface Json {
    /** Members by name, sorted as canonical JSON sorts them. */
    record Members(SortedMap<String, Json> members) implements Json {}

    record Items(List<Json> items) implements Json {}

    record Text(String text) implements Json {}

    record Whole(long value) implements Json {}

    record Truth(boolean value) implements Json {}

    record Nothing() implements Json {}

    /** The value in the one form it is hashed in. */
    default String canonical() {
        StringBuilder out = new StringBuilder();
        CanonicalForm.write(this, out);
        return out.toString();
    }

    /** This value's member of that name, or null. */
    static @org.jspecify.annotations.Nullable Json member(Json value, String name) {
        return value instanceof Members object ? object.members().get(name) : null;
    }

    /** The text at {@code name}; a failed check if there is none. */
    static String text(String what, Json value, String name) throws CheckFailed {
        if (member(value, name) instanceof Text text) {
            return text.text();
        }
        throw new CheckFailed(what, "a text at \"" + name + "\"", "none");
    }

    /** The text at {@code name}, or an empty one. */
    static String textOrEmpty(Json value, String name) {
        return member(value, name) instanceof Text text ? text.text() : "";
    }

    /** The object at {@code name}; a failed check if there is none. */
    static Json object(String what, Json value, String name) throws CheckFailed {
        if (member(value, name) instanceof Members object) {
            return object;
        }
        throw new CheckFailed(what, "an object at \"" + name + "\"", "none");
    }

    /** The texts by name of the object at {@code name}. */
    static Map<String, String> texts(String what, Json value, String name) throws CheckFailed {
        Members object = (Members) object(what, value, name);
        SortedMap<String, String> texts = new TreeMap<>();
        for (String key : object.members().keySet()) {
            texts.put(key, text(what, object, key));
        }
        return texts;
    }
}
