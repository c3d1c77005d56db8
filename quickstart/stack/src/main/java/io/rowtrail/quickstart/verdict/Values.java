package io.rowtrail.quickstart.verdict;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Compares values across stores that write them differently: 1.5 and 1.5000 are the same number. */
public final class Values {
    private Values() {}

    static boolean same(String expected, @Nullable Object actual) {
        if (actual == null) {
            return false;
        }
        String text = actual.toString();
        return expected.equals(text) || sameNumber(expected, text);
    }

    private static boolean sameNumber(String left, String right) {
        return isNumber(left) && isNumber(right) && new BigDecimal(left).compareTo(new BigDecimal(right)) == 0;
    }

    /** A number without the zeros that some stores put behind it; any other text as it is. */
    public static String plain(String text) {
        return isNumber(text) ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?");
    }
}
