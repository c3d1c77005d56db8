package io.rowtrail.capture.post;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.capture.ordinal.OrdinalJournal;
import io.rowtrail.capture.transaction.BoundTrace;
import io.rowtrail.trace.SpanId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of {@code POST /api/v1/changes}. Its bytes are made here once, spooled, sent and hashed as they are. */
final class ChangesBody {
    private static final JsonMapper JSON = new JsonMapper();

    private ChangesBody() {}

    /**
     * @param catalog the lake's name, for the datasets' namespace
     * @param seq the batch's number in its stream, from 1
     * @param previous SHA-256 of the batch before, lower-case hex; empty for the first
     */
    static byte[] bytes(
            String source, String catalog, long seq, Optional<String> previous, List<ChangeNotice> notices) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int incarnation = notices.get(0).ordinal().incarnation();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("source", source);
            json.writeNumberField("incarnation", incarnation);
            json.writeObjectFieldStart("stream");
            json.writeStringField("id", source + "-" + incarnation);
            json.writeStringField("seq", Long.toString(seq));
            if (previous.isPresent()) {
                json.writeStringField("prev", previous.get());
            }
            json.writeEndObject();
            json.writeStringField("firstOrdinal", notices.get(0).ordinal().toString());
            json.writeStringField(
                    "lastOrdinal", notices.get(notices.size() - 1).ordinal().toString());
            json.writeArrayFieldStart("transactions");
            for (ChangeNotice notice : notices) {
                transaction(json, catalog, notice);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void transaction(JsonGenerator json, String catalog, ChangeNotice notice) throws IOException {
        json.writeStartObject();
        json.writeStringField("ordinal", notice.ordinal().toString());
        json.writeStringField("txid", Long.toString(notice.txid()));
        json.writeStringField("commitLsn", OrdinalJournal.lsn(notice.commitLsn()));
        json.writeStringField(
                "commitTs",
                Instant.EPOCH.plus(notice.commitMicros(), ChronoUnit.MICROS).toString());
        json.writeStringField("tagSource", notice.binding().tagSource().wire());
        json.writeArrayFieldStart("traces");
        for (BoundTrace trace : notice.binding().traces()) {
            json.writeStartObject();
            json.writeStringField("traceId", trace.traceId().hex());
            SpanId span = trace.spanId();
            if (span != null) {
                json.writeStringField("spanId", span.hex());
            }
            json.writeStringField("tagSource", trace.tagSource().wire());
            json.writeStringField("origin", trace.origin().wire());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("tables");
        for (ChangeNotice.Table table : notice.tables()) {
            json.writeStartObject();
            json.writeObjectFieldStart("dataset");
            json.writeStringField("namespace", "iceberg://" + catalog);
            json.writeStringField("name", table.name());
            json.writeEndObject();
            json.writeNumberField("rows", table.rows());
            json.writeObjectFieldStart("ops");
            for (Map.Entry<String, Integer> op : table.ops().entrySet()) {
                json.writeNumberField(op.getKey(), op.getValue());
            }
            json.writeEndObject();
            json.writeStringField("manifestRoot", table.manifestRoot());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
