package io.rowtrail.service.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of a JSON text before anything of it is stored. Only the values that hold them change; every
 * other character stays as it was sent, so what is stored is the text that came, but for the masked places.
 *
 * <p>Masked are: a text or number (or a list of them) under a member whose name tells of a credential; the {@code value}
 * beside a {@code name} or {@code key} that does; and inside any text the user part of a URL and {@code password=…}
 * pairs. An object under such a name is left alone: column lineage maps a column that may well be called
 * {@code password} to its sources.
 */
final class CredentialMask {
    static final String MARK = "[masked]";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 * 1024 * 1024)
                    .maxNestingDepth(1_000)
                    .build())
            .build();
    private static final Pattern CREDENTIAL_NAME = Pattern.compile(
            "password|passwd|passphrase|pwd|secret|token|apikey|accesskey|privatekey|credential|authorization");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"@]+(?=@)");
    private static final Pattern PAIR = Pattern.compile(
            "(?i)(?:password|passwd|passphrase|pwd|secret|token|api_?key|access_?key|signature|credential)\\s*=\\s*'?");

    /** Where the value of a pair ends. */
    private static final String STOPS = "&;, \t\r\n\"')";

    private final String text;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final NavigableMap<Integer, Replacement> replacements = new TreeMap<>();

    private CredentialMask(String text) {
        this.text = text;
    }

    /** What stands in the stored text instead of the characters from its key in the map to {@code end}. */
    private record Replacement(int end, String by) {}

    /**
     * A masked text.
     *
     * @param text as it may be stored
     * @param redactions how many values were replaced
     */
    record Masked(String text, int redactions) {}

    /** A {@code value} met before or after the {@code name} that tells what it is. */
    private static final class Frame {
        private final boolean object;
        private boolean namesCredential;
        private int valueStart = -1;
        private int valueEnd = -1;
        private @Nullable String member;

        Frame(boolean object) {
            this.object = object;
        }
    }

    /** Masks a well-formed JSON text. */
    static Masked apply(String text) {
        CredentialMask mask = new CredentialMask(text);
        try (JsonParser parser = FACTORY.createParser(text)) {
            mask.run(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Masked(mask.finished(), mask.replacements.size());
    }

    private String finished() {
        if (replacements.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        for (Map.Entry<Integer, Replacement> entry : replacements.entrySet()) {
            out.append(text, copied, entry.getKey()).append(entry.getValue().by());
            copied = entry.getValue().end();
        }
        return out.append(text, copied, text.length()).toString();
    }

    private void run(JsonParser parser) throws IOException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT -> frames.push(new Frame(true));
                case START_ARRAY -> frames.push(new Frame(false));
                case END_OBJECT, END_ARRAY -> close(frames.pop());
                case FIELD_NAME -> top().member = parser.currentName();
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(parser, token);
                case VALUE_TRUE, VALUE_FALSE, VALUE_NULL, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> {}
            }
        }
    }

    private Frame top() {
        return frames.element();
    }

    private void scalar(JsonParser parser, JsonToken token) throws IOException {
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        String value = parser.getText();
        int end = Math.toIntExact(parser.currentLocation().getCharOffset());
        String name = memberName();
        if (name != null && isCredentialName(name)) {
            replace(start, end);
            return;
        }
        Frame frame = frames.peek();
        if (frame != null && frame.object && name != null) {
            if (name.equals("value")) {
                frame.valueStart = start;
                frame.valueEnd = end;
                return;
            }
            if ((name.equals("name") || name.equals("key")) && isCredentialName(value)) {
                frame.namesCredential = true;
            }
        }
        if (token == JsonToken.VALUE_STRING) {
            within(start, end);
        }
    }

    /** The member a scalar stands under, through the arrays it is in. */
    private @Nullable String memberName() {
        for (Frame frame : frames) {
            if (frame.object) {
                return frame.member;
            }
        }
        return null;
    }

    /** A value that waited for its name is settled when its object ends. */
    private void close(Frame frame) {
        if (frame.valueStart < 0) {
            return;
        }
        if (frame.namesCredential) {
            replace(frame.valueStart, frame.valueEnd);
        } else if (text.charAt(frame.valueStart) == '"') {
            within(frame.valueStart, frame.valueEnd);
        }
    }

    private void replace(int start, int end) {
        replacements.put(start, new Replacement(end, '"' + MARK + '"'));
    }

    /** Masks parts of a text value; works on its escaped form, which the patterns leave well-formed. */
    private void within(int start, int end) {
        String raw = text.substring(start, end);
        if (raw.indexOf('=') < 0 && !raw.contains("://")) {
            return;
        }
        String masked = USER_INFO.matcher(raw).replaceAll(Matcher.quoteReplacement(MARK));
        masked = withoutPairs(masked);
        if (!masked.equals(raw)) {
            replacements.put(start, new Replacement(end, masked));
        }
    }

    /** A scan and not one pattern: a pattern that knows escapes needs a stack as deep as the value is long. */
    private static String withoutPairs(String raw) {
        Matcher pair = PAIR.matcher(raw);
        StringBuilder out = new StringBuilder(raw.length());
        int copied = 0;
        while (pair.find(copied)) {
            int end = pair.end();
            while (end < raw.length() && STOPS.indexOf(raw.charAt(end)) < 0) {
                end += raw.charAt(end) == '\\' ? 2 : 1;
            }
            end = Math.min(end, raw.length() - 1);
            out.append(raw, copied, pair.end());
            if (end > pair.end()) {
                out.append(MARK);
            }
            copied = Math.max(end, pair.end());
        }
        return copied == 0 ? raw : out.append(raw, copied, raw.length()).toString();
    }

    private static boolean isCredentialName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return CREDENTIAL_NAME.matcher(plain).find();
    }
}
