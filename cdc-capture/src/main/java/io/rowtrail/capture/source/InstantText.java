package io.rowtrail.capture.source;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The text that Debezium gives a time with a zone, {@code 2026-11-24T03:00:00.123456Z}. Read by hand since the JDK's parser
 * was a twentieth of what the capture costs.
 */
final class InstantText {
    private static final int SECONDS_END = 19;
    private static final int NANO_DIGITS = 9;
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";

    private InstantText() {}

    /**
     * @return null for a text of another form, which may be a time nevertheless
     * @throws DateTimeException as {@link OffsetDateTime#parse} throws it for a day or an hour that there is not
     */
    static @Nullable OffsetDateTime read(String text) {
        int end = text.length() - 1;
        if (end < SECONDS_END || text.charAt(end) != 'Z' || !hasForm(text)) {
            return null;
        }
        int nano = 0;
        if (end > SECONDS_END) {
            int digits = end - SECONDS_END - 1;
            if (text.charAt(SECONDS_END) != '.' || digits < 1 || digits > NANO_DIGITS) {
                return null;
            }
            for (int i = SECONDS_END + 1; i <= SECONDS_END + NANO_DIGITS; i++) {
                if (i < end && !isDigit(text.charAt(i))) {
                    return null;
                }
                nano = nano * 10 + (i < end ? text.charAt(i) - '0' : 0);
            }
        }
        return OffsetDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, SECONDS_END),
                nano,
                ZoneOffset.UTC);
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < SECONDS_END; i++) {
            char expected = FORM.charAt(i);
            char found = text.charAt(i);
            if (expected == 'd' ? !isDigit(found) : found != expected) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
