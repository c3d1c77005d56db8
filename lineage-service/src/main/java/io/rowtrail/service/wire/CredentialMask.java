package io.rowtrail.service.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes credentials out of a JSON text before anything of it is stored, in the pass that reads it. Only the values that
 * hold them change; every other byte stays as it was sent, so what is stored is the text that came, but for the masked
 * places.
 *
 * <p>Masked are: a text or number (or a list of them) under a member whose name tells of a credential; the {@code value}
 * beside a {@code name} or {@code key} that does; and inside any text the user part of a URL and {@code password=…}
 * pairs. An object under such a name is left alone: column lineage maps a column that may well be called
 * {@code password} to its sources.
 */
final class CredentialMask {
    /** What stands where a credential stood. */
    static final String MARK = "[masked]";

    private static final byte[] QUOTED_MARK = ('"' + MARK + '"').getBytes(StandardCharsets.UTF_8);

    private final byte[] text;
    private final int from;
    private final int to;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final NavigableMap<Integer, Replacement> replacements = new TreeMap<>();

    /** For the text in {@code text} from {@code from} to before {@code to}. */
    CredentialMask(byte[] text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** What stands in the stored text instead of the bytes from its key in the map to {@code end}. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Replacement(int end, byte[] by) {}

    /** A {@code value} met before or after the {@code name} that tells what it is. */
    private static final class Frame {
        private final boolean object;
        private boolean namesCredential;
        private int valueStart = -1;
        private @Nullable String member;

        Frame(boolean object) {
            this.object = object;
        }
    }

    /** Takes the next token. */
    void token(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> frames.push(new Frame(true));
            case START_ARRAY -> frames.push(new Frame(false));
            case END_OBJECT, END_ARRAY -> close(frames.pop());
            case FIELD_NAME -> frames.element().member = parser.currentName();
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(parser, token);
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> {}
        }
    }

    private void scalar(JsonParser parser, JsonToken token) throws IOException {
        int start = from + (int) parser.currentTokenLocation().getByteOffset();
        String name = memberName();
        if (name != null && CredentialNames.holds(name)) {
            replacements.put(start, new Replacement(end(start), QUOTED_MARK));
            return;
        }
        Frame frame = frames.peek();
        if (frame != null && frame.object && name != null) {
            if (name.equals("value")) {
                frame.valueStart = start;
                return;
            }
            if ((name.equals("name") || name.equals("key")) && CredentialNames.holds(parser.getText())) {
                frame.namesCredential = true;
            }
        }
        if (token == JsonToken.VALUE_STRING) {
            within(start);
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
            replacements.put(frame.valueStart, new Replacement(end(frame.valueStart), QUOTED_MARK));
        } else if (text[frame.valueStart] == '"') {
            within(frame.valueStart);
        }
    }

    /** Where the scalar that begins at {@code start} ends. */
    private int end(int start) {
        int at = start + 1;
        if (text[start] == '"') {
            while (at < to && text[at] != '"') {
                at += text[at] == '\\' ? 2 : 1;
            }
            return Math.min(at + 1, to);
        }
        while (at < to && "0123456789+-.eE".indexOf(text[at]) >= 0) {
            at++;
        }
        return at;
    }

    /** Masks parts of a text value, if it holds what such a part cannot be without: a sign, or a URL before an at-sign. */
    private void within(int start) {
        boolean suspect = false;
        boolean url = false;
        int at = start + 1;
        while (at < to && text[at] != '"') {
            byte b = text[at];
            if (b == ':') {
                url |= at + 2 < to && text[at + 1] == '/' && text[at + 2] == '/';
            } else if (b == '=' || (b == '@' && url)) {
                suspect = true;
            }
            at += b == '\\' ? 2 : 1;
        }
        if (!suspect) {
            return;
        }
        int end = Math.min(at + 1, to);
        String raw = new String(text, start, end - start, StandardCharsets.UTF_8);
        String masked = TextMask.apply(raw);
        if (!masked.equals(raw)) {
            replacements.put(start, new Replacement(end, masked.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** How many values were masked so far. */
    int redactions() {
        return replacements.size();
    }

    /** The text as it may be stored, once every token was seen. */
    byte[] masked() {
        if (replacements.isEmpty()) {
            return from == 0 && to == text.length ? text : Arrays.copyOfRange(text, from, to);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        int copied = from;
        for (Map.Entry<Integer, Replacement> entry : replacements.entrySet()) {
            out.write(text, copied, entry.getKey() - copied);
            out.writeBytes(entry.getValue().by());
            copied = entry.getValue().end();
        }
        out.write(text, copied, to - copied);
        return out.toByteArray();
    }
}
