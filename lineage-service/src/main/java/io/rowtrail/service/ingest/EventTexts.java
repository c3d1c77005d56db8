package io.rowtrail.service.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.rowtrail.service.http.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a batch into the texts of its events, each exactly as it was sent: the text is the event's identity. */
final class EventTexts {
    /** Most events one batch may hold. */
    static final int MAX_EVENTS = 10_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 * 1024 * 1024)
                    .build())
            .build();

    private EventTexts() {}

    /**
     * The elements of the array that the text is, or that its member {@code events} is.
     *
     * @throws io.rowtrail.service.http.ProblemException 400 when there is no such array or the text is not JSON
     */
    static List<String> of(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return elements(parser, text);
            }
            if (first == JsonToken.START_OBJECT) {
                return member(parser, text);
            }
            throw Problem.invalid("", "must be an array of events, or an object with a member \"events\"")
                    .exception();
        } catch (IOException e) {
            throw Problem.invalid("", "the body is not JSON").exception();
        }
    }

    private static List<String> member(JsonParser parser, String text) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("events") && value == JsonToken.START_ARRAY) {
                return elements(parser, text);
            }
            parser.skipChildren();
        }
        throw Problem.invalid("/events", "must be an array of events").exception();
    }

    private static List<String> elements(JsonParser parser, String text) throws IOException {
        List<String> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
            parser.skipChildren();
            parser.getText();
            int end = Math.toIntExact(parser.currentLocation().getCharOffset());
            if (elements.size() == MAX_EVENTS) {
                throw Problem.tooLarge("a batch holds at most " + MAX_EVENTS + " events")
                        .exception();
            }
            elements.add(text.substring(start, end));
        }
        while (parser.nextToken() != null) {
            // What follows must be JSON as well, or the whole body is refused.
        }
        return elements;
    }
}
