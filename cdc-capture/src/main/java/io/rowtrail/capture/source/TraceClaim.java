package io.rowtrail.capture.source;

import io.rowtrail.trace.TagSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A trace that a row names for its transaction, not yet checked.
 *
 * @param source {@code TABLE}, {@code COLUMN} or {@code OUTBOX}
 * @param text a traceparent, perhaps with an origin; of a {@code trace_id} column, a trace id
 */
public record TraceClaim(TagSource source, String text) {
    /** The column of a trace table, of any table, and of an outbox as Debezium's outbox extension writes it. */
    private static final String TRACEPARENT = "traceparent";

    private static final String TRACE_ID = "trace_id";
    private static final String OUTBOX = "tracingspancontext";

    private static final Map<String, TagSource> COLUMNS =
            Map.of(TRACEPARENT, TagSource.COLUMN, TRACE_ID, TagSource.COLUMN, OUTBOX, TagSource.OUTBOX);
    private static final List<String> IN_ORDER_OF_TRUST = List.of(TRACEPARENT, TRACE_ID, OUTBOX);

    /** What a new row of the trace table claims. */
    static Optional<TraceClaim> ofTraceTable(Struct row) {
        return text(row, TRACEPARENT).map(text -> new TraceClaim(TagSource.TABLE, text));
    }

    /** Whether rows of a schema can claim anything by a column. */
    static boolean isNamedIn(Schema schema) {
        return IN_ORDER_OF_TRUST.stream().anyMatch(column -> schema.field(column) != null);
    }

    /**
     * What a row claims by a column. An update that leaves the column as it was claims nothing: the trace is that of the
     * transaction which wrote it.
     *
     * @param before the row before, as far as it is known
     */
    static Optional<TraceClaim> ofColumns(Struct row, @Nullable Struct before) {
        for (String column : IN_ORDER_OF_TRUST) {
            Optional<String> text = text(row, column);
            boolean old = before != null && text.isPresent() && text.equals(text(before, column));
            if (text.isPresent() && !old) {
                TagSource source = COLUMNS.getOrDefault(column, TagSource.COLUMN);
                return Optional.of(
                        new TraceClaim(source, source == TagSource.OUTBOX ? traceparent(text.get()) : text.get()));
            }
        }
        return Optional.empty();
    }

    /** An outbox holds Java properties, a propagator's fields. */
    private static String traceparent(String properties) {
        return properties
                .lines()
                .filter(line -> line.startsWith(TRACEPARENT + "="))
                .map(line -> line.substring(TRACEPARENT.length() + 1))
                .findFirst()
                .orElse(properties);
    }

    private static Optional<String> text(Struct row, String column) {
        Field field = row.schema().field(column);
        return field != null && row.get(field) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }
}
