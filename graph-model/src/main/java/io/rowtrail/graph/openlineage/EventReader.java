package io.rowtrail.graph.openlineage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Reads one received OpenLineage 2.0.2 event: run, job or dataset.
 *
 * <p>Strict where lineage would be wrong (JSON, job, run id, event time, enumerations, the schema of known facets), lenient
 * where real producers differ (unknown facets and producers, a missing {@code schemaURL}, any precision of time, no time
 * zone): what is let pass is kept in the header's marks. Never throws for bad input. Thread-safe.
 *
 * <p>The text is read once, token by token; what says nothing of structure is passed over unbuilt, and what an event tells
 * beyond the bounds of facts is counted ({@code SUMMARISED}), so that memory depends on the structure and not on the size.
 */
public final class EventReader {

    /** Bodies have 32 MB at most, and a text in which credentials were masked may be longer than it was. */
    private static final int MAX_STRING = 128 * 1024 * 1024;

    /** Names are not interned: what strangers send must not fill the table of the whole process. */
    private final JsonFactory json = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING)
                    .maxNestingDepth(500)
                    .build())
            .build();

    /** Reads the text of one event in UTF-8, after decompression. */
    public Read read(byte[] body) {
        try (JsonParser parser = json.createParser(body)) {
            return read(parser);
        } catch (IOException | UncheckedIOException e) {
            return noJson(e);
        }
    }

    /**
     * Reads the text of one event in UTF-8 from a stream, which is left open.
     *
     * @throws IOException when the stream cannot be read
     */
    public Read read(InputStream body) throws IOException {
        try (JsonParser parser = json.createParser(body).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            return read(parser);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof JsonProcessingException) {
                return noJson(e);
            }
            throw e.getCause();
        } catch (JsonProcessingException e) {
            return noJson(e);
        }
    }

    private static Read read(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() == null) {
                return new Read.Rejected("", "is empty");
            }
            Read read = new Read.Facts(EventBody.read(new JsonCursor(parser)));
            return parser.nextToken() == null ? read : new Read.Rejected("", "goes on after the event");
        } catch (Refusal refusal) {
            return new Read.Rejected(refusal.pointer(), refusal.reason());
        }
    }

    private static Read.Rejected noJson(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        JsonLocation where = cause instanceof JsonProcessingException json ? json.getLocation() : null;
        return new Read.Rejected(
                "",
                where == null
                        ? "is not JSON in UTF-8"
                        : "is not JSON from line " + where.getLineNr() + ", column " + where.getColumnNr());
    }
}
