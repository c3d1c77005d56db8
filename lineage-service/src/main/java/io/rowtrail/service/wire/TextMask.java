package io.rowtrail.service.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes credentials out of the inside of a text: the user part of URLs, and {@code password=…} pairs. */
final class TextMask {
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"@]+(?=@)");
    private static final Pattern PAIR = Pattern.compile(
            "(?i)(?:password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|signature|credential)\\s*=\\s*'?");

    /** Where the value of a pair ends. */
    private static final String STOPS = "&;, \t\r\n\"')";

    private TextMask() {}

    /** Works on the escaped form of a JSON text as well, quotes and all, and leaves it well-formed. */
    static String apply(String raw) {
        return withoutPairs(USER_INFO.matcher(raw).replaceAll(Matcher.quoteReplacement(CredentialMask.MARK)));
    }

    /** A scan and not one pattern: a pattern that knows escapes needs a stack as deep as the value is long. */
    private static String withoutPairs(String raw) {
        Matcher pair = PAIR.matcher(raw);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (pair.find(copied)) {
            int end = pair.end();
            while (end < raw.length() && STOPS.indexOf(raw.charAt(end)) < 0) {
                end += raw.charAt(end) == '\\' ? 2 : 1;
            }
            end = Math.min(end, raw.length());
            out.append(raw, copied, pair.end());
            if (end > pair.end()) {
                out.append(CredentialMask.MARK);
            }
            copied = Math.max(end, pair.end());
        }
        return copied == 0 ? raw : out.append(raw, copied, raw.length()).toString();
    }
}
