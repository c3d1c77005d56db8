package io.rowtrail.service.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a batch into the texts of its events, each exactly as it was sent: the text is the event's identity. */
public final class EventTexts {
    /** Most events one batch may hold. */
    public static final int MAX_EVENTS = 50_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 * 1024 * 1024)
                    .maxTokenCount(6_000_000)
                    .build())
            .build();

    private EventTexts() {}

    /** Where in the body the text of one event stands: from {@code from} to before {@code to}. */
    public record Slice(int from, int to) {}

    /** What a body came to. */
    public sealed interface Cut {
        /** The events' texts, in order. */
        record Texts(List<Slice> slices) implements Cut {
            public Texts {
                slices = List.copyOf(slices);
            }
        }

        /** No batch: where and why. */
        record NoBatch(String pointer, String reason) implements Cut {}
    }

    /** The elements of the array that the body is, or that its member {@code events} is. */
    public static Cut of(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            return cut(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
    }

    private static Cut cut(JsonParser parser) throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return elements(parser, "");
            }
            if (first == JsonToken.START_OBJECT) {
                return member(parser);
            }
            return new Cut.NoBatch("", "must be an array of events, or an object with a member \"events\"");
        } catch (JsonProcessingException e) {
            return new Cut.NoBatch(ParseFault.pointer(parser), ParseFault.reason(e));
        }
    }

    private static Cut member(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("events") && value == JsonToken.START_ARRAY) {
                return elements(parser, "/events");
            }
            parser.skipChildren();
        }
        return new Cut.NoBatch("/events", "must be an array of events");
    }

    private static Cut elements(JsonParser parser, String pointer) throws IOException {
        List<Slice> slices = new ArrayList<>();
        NameCount names = new NameCount();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            if (!passOver(parser, names)) {
                return new Cut.NoBatch(
                        ParseFault.pointer(parser), "is one of more than " + NameCount.MOST + " different names");
            }
            if (slices.size() == MAX_EVENTS) {
                return new Cut.NoBatch(pointer, "holds more than " + MAX_EVENTS + " events");
            }
            slices.add(new Slice(start, (int) parser.currentLocation().getByteOffset()));
        }
        while (parser.nextToken() != null) {
            // What follows must be JSON as well, or the whole body is refused.
        }
        return new Cut.Texts(slices);
    }

    /** Goes to the end of the value that begins here. @return false when it, with those before, has too many names */
    private static boolean passOver(JsonParser parser, NameCount names) throws IOException {
        int depth = parser.currentToken().isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                if (names.isTooMany(parser.currentName())) {
                    return false;
                }
            } else if (token == null) {
                return true; // the parser says itself that this is no end
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
        parser.finishToken();
        return true;
    }
}
