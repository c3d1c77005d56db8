package io.rowtrail.service.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Query parameters as values; what is wrong with one is a 400 that names it. */
public final class Params {
    private Params() {}

    /** A required text. */
    public static String required(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw Problem.invalid(name, "is required").exception();
        }
        return text;
    }

    /** A whole number between bounds, or the default when absent. */
    public static int integer(String name, @Nullable String text, int standard, int min, int max) {
        return (int) number(name, text, standard, min, max);
    }

    /** A whole number between bounds, or the default when absent. */
    public static long number(String name, @Nullable String text, long standard, long min, long max) {
        if (text == null || text.isEmpty()) {
            return standard;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.invalid(name, "must be a whole number from " + min + " to " + max)
                .exception();
    }

    /** An instant in RFC 3339, or null when absent. */
    public static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.invalid(name, "must be an RFC 3339 time").exception();
        }
    }

    /** A constant of an enum by its lower-case name, or the default when absent. */
    public static <E extends Enum<E>> E choice(String name, @Nullable String text, E standard) {
        if (text == null || text.isEmpty()) {
            return standard;
        }
        E[] constants = standard.getDeclaringClass().getEnumConstants();
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        String words = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw Problem.invalid(name, "must be one of " + words).exception();
    }

    /** {@code true} or {@code false}, or false when absent. */
    public static boolean flag(String name, @Nullable String text) {
        if (text == null || text.isEmpty() || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw Problem.invalid(name, "must be true or false").exception();
    }
}
