package io.rowtrail.capture.kafka;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.transaction.BoundTrace;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.Traceparent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A row's headers: {@code rowtrail-ordinal}, {@code -seq}, {@code -source}, {@code -tag-source} on every record; W3C's
 * {@code traceparent} of the first trace, once, since readers take one and W3C has them drop two; {@code rowtrail-link} of each
 * further trace, a traceparent as well, as spans link to the messages of a batch; and CloudEvents' binary mode with its
 * distributed tracing extension, {@code ce_traceparent}. A trace that only an id is known of has no traceparent, since its
 * parent would be made up: {@code rowtrail-trace-id} names the first trace in any case.
 */
final class TraceHeaders {
    private static final String TYPE = "io.debezium.connector.postgresql.DataChangeEvent";

    private final String source;
    private final String address;
    private final List<Header> ofTransaction = new ArrayList<>();
    private List<Header> ofTrace = List.of();
    private String time = "";
    private String ordinal = "";

    /**
     * @param source the source's name
     * @param address of the database, {@code postgres://host:port/database}: the CloudEvents' source
     */
    TraceHeaders(String source, String address) {
        this.source = source;
        this.address = address;
    }

    /** The rows that follow are of this transaction. */
    void begin(SourceTransaction transaction, ChangeOrdinal number) {
        ordinal = number.toString();
        time = Instant.EPOCH.plus(transaction.commitMicros(), ChronoUnit.MICROS).toString();
        ofTransaction.clear();
        ofTransaction.add(header("rowtrail-source", source));
        ofTransaction.add(header("rowtrail-ordinal", ordinal));
        ofTransaction.add(
                header("rowtrail-tag-source", transaction.binding().tagSource().wire()));
        List<BoundTrace> traces = transaction.binding().traces();
        ofTrace = List.of();
        for (int i = 0; i < traces.size(); i++) {
            Optional<String> traceparent = traceparent(traces.get(i));
            if (i == 0) {
                ofTransaction.add(
                        header("rowtrail-trace-id", traces.get(i).traceId().hex()));
                ofTransaction.add(
                        header("rowtrail-origin", traces.get(i).origin().wire()));
                traceparent.ifPresent(text -> ofTransaction.add(header("traceparent", text)));
                ofTrace = traceparent
                        .map(text -> header("ce_traceparent", text))
                        .map(List::of)
                        .orElse(List.of());
            } else {
                String link = traceparent.orElse(traces.get(i).traceId().hex());
                ofTransaction.add(header("rowtrail-link", link));
            }
        }
    }

    private static Optional<String> traceparent(BoundTrace trace) {
        SpanId span = trace.spanId();
        return span == null
                ? Optional.empty()
                : Optional.of(new Traceparent(trace.traceId(), span, trace.flags()).format());
    }

    /** Of a row's event. */
    List<Header> of(ChangeRow row, int seq) {
        List<Header> headers = ofTombstone(seq);
        headers.add(header("content-type", "application/json"));
        headers.add(header("ce_specversion", "1.0"));
        headers.add(header("ce_id", ordinal + "-" + seq));
        headers.add(header("ce_source", address));
        headers.add(header("ce_type", TYPE));
        headers.add(header("ce_subject", row.table().qualifiedName()));
        headers.add(header("ce_time", time));
        headers.addAll(ofTrace);
        return headers;
    }

    /** Of the record without value behind a delete, which is no event. */
    List<Header> ofTombstone(int seq) {
        List<Header> headers = new ArrayList<>(ofTransaction);
        headers.add(header("rowtrail-seq", Integer.toString(seq)));
        return headers;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
