package io.rowtrail.service.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a refused event as it may be kept: masked, and cut at a bound.
 *
 * @param text in UTF-8
 * @param whole whether it is all of the text, so that it can be sent again as it is
 * @param size bytes the text had
 */
@SuppressWarnings("ArrayRecordComponent")
public record KeptText(byte[] text, boolean whole, long size) {

    /** Of a text that is JSON and was masked as such. */
    public static KeptText json(byte[] masked, int most) {
        return masked.length <= most
                ? new KeptText(masked, true, masked.length)
                : broken(masked, 0, masked.length, most);
    }

    /** Of a text that is not JSON, or nobody knows. */
    public static KeptText broken(byte[] bytes, int from, int to, int most) {
        int end = Math.min(to, from + most);
        String text = new String(bytes, from, end - from, StandardCharsets.UTF_8);
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        boolean faithful = end == to && Arrays.equals(again, 0, again.length, bytes, from, to);
        return new KeptText(BrokenTextMask.apply(text).getBytes(StandardCharsets.UTF_8), faithful, to - (long) from);
    }
}
