package io.rowtrail.capture.source;

import io.debezium.engine.RecordChangeEvent;
import io.rowtrail.capture.state.CaptureException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.iceberg.types.Types;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's records as {@link SourceEvent}s. For one thread. */
final class RecordReader {
    private static final String HEARTBEAT_PREFIX = "__debezium-heartbeat";
    private static final SourceTable.Column TEXT = new SourceTable.Column("text", Types.StringType.get());
    private static final String MASKED = "***";
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private final String prefix;
    private final ColumnRules rules;
    private final String traceTable;
    private final Pseudonyms pseudonyms;
    private final Map<String, SourceTable> tables;
    private final UnaryOperator<SourceTable> catalog;
    private final IdentityHashMap<Schema, RowShape> shapes = new IdentityHashMap<>();
    private final IdentityHashMap<Schema, EnvelopeShape> envelopes = new IdentityHashMap<>();
    /** Topics without their prefix. */
    private final Map<String, String> subjects = new HashMap<>();
    /** Values of the row at hand that the source did not tell: large ones that an update left alone. */
    private int untold;

    /** Where the parts of a change are in its struct: looked up once, not by name for each row. */
    private record EnvelopeShape(Field op, Field before, Field after, Field source, Field micros, Field txid) {
        static EnvelopeShape of(Schema schema) {
            Field source = schema.field("source");
            return new EnvelopeShape(
                    schema.field("op"),
                    schema.field("before"),
                    schema.field("after"),
                    source,
                    source.schema().field("ts_us"),
                    source.schema().field("txId"));
        }

        String op(Struct change) {
            return (String) change.get(op);
        }

        @Nullable
        Struct before(Struct change) {
            return (Struct) change.get(before);
        }

        @Nullable
        Struct after(Struct change) {
            return (Struct) change.get(after);
        }
    }

    /**
     * The columns of a row schema that the lake has, and where they are in a struct.
     *
     * @param claims whether a column may name a trace
     */
    private record RowShape(
            SourceTable table,
            boolean claims,
            List<Field> fields,
            List<String> names,
            List<SourceTable.Column> columns,
            List<Optional<ColumnRules.Rule>> rules) {}

    /**
     * @param tables by qualified name
     * @param catalog the shape of a table as the source has it now
     * @param pseudonyms for columns that are hashed
     */
    RecordReader(
            SourceConfig config,
            Map<String, SourceTable> tables,
            UnaryOperator<SourceTable> catalog,
            Pseudonyms pseudonyms) {
        this.prefix = config.name() + ".";
        this.rules = config.rules();
        this.traceTable = config.traceTable().orElse("");
        this.pseudonyms = pseudonyms;
        this.tables = new HashMap<>(tables);
        this.catalog = catalog;
    }

    /**
     * @return empty for records that tell nothing about captured tables
     * @throws CaptureException for a table or column that is not known
     */
    Optional<SourceEvent> read(RecordChangeEvent<SourceRecord> event) {
        SourceRecord record = event.record();
        Place place = new Place(event);
        if (record.topic().startsWith(HEARTBEAT_PREFIX)) {
            return Optional.of(new SourceEvent.Heartbeat(!record.sourceOffset().containsKey("snapshot"), place));
        }
        if (!(record.value() instanceof Struct value)) {
            return Optional.empty();
        }
        String subject = subjects.computeIfAbsent(record.topic(), topic -> topic.substring(prefix.length()));
        return switch (subject) {
            case "transaction" -> Optional.of(transaction(value, record, place));
            case "message" -> Optional.of(message(value));
            default -> Optional.of(change(subject, value, place));
        };
    }

    private static SourceEvent transaction(Struct value, SourceRecord record, Place place) {
        String id = value.getString("id");
        int colon = id.indexOf(':');
        long txid = Long.parseLong(colon < 0 ? id : id.substring(0, colon));
        if (value.getString("status").equals("BEGIN")) {
            return new SourceEvent.Begin(txid);
        }
        if (!(record.sourceOffset().get("lsn_commit") instanceof Number commitLsn)) {
            throw new CaptureException("the end of a transaction came without its commit LSN");
        }
        return new SourceEvent.End(txid, commitLsn.longValue(), value.getInt64("event_count"), place);
    }

    private static SourceEvent message(Struct value) {
        Struct message = value.getStruct("message");
        Long txid = value.getStruct("source").getInt64("txId");
        return new SourceEvent.Message(
                txid == null ? 0 : txid, message.getString("prefix"), utf8(message.get("content")));
    }

    private static String utf8(@Nullable Object content) {
        if (content instanceof ByteBuffer buffer) {
            return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
        }
        return content instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    private SourceEvent change(String qualifiedName, Struct value, Place place) {
        if (qualifiedName.equals(traceTable)) {
            Struct after = value.getString("op").equals("c") ? value.getStruct("after") : null;
            return new SourceEvent.Traced(
                    value.getStruct("source").getInt64("txId"),
                    after == null ? null : TraceClaim.ofTraceTable(after).orElse(null));
        }
        SourceTable table = tables.get(qualifiedName);
        if (table == null) {
            throw new CaptureException("a change of " + qualifiedName + " came, which is not captured");
        }
        EnvelopeShape envelope = envelopes.computeIfAbsent(value.schema(), EnvelopeShape::of);
        String op = envelope.op(value);
        Struct source = (Struct) value.get(envelope.source());
        long micros = (Long) source.get(envelope.micros());
        untold = 0;
        Struct before = envelope.before(value);
        Struct after = envelope.after(value);
        Struct state = op.equals("d") ? before : op.equals("t") ? null : after;
        RowShape shape = state == null ? null : shapes.computeIfAbsent(state.schema(), schema -> shape(table, schema));
        ChangeRow row = state == null || shape == null
                ? new ChangeRow(table, op, List.of(), new Object[0])
                : row(shape, op, state, op.equals("u") ? before : null);
        if (op.equals("r")) {
            boolean last = "last".equals(source.getString("snapshot"));
            return new SourceEvent.SnapshotRow(row, source.getInt64("lsn"), micros, last, place);
        }
        TraceClaim claim = shape != null && shape.claims() && after != null ? claim(op, after, before) : null;
        return new SourceEvent.Change((Long) source.get(envelope.txid()), row, micros, untold, claim);
    }

    private static @Nullable TraceClaim claim(String op, Struct after, @Nullable Struct before) {
        return switch (op) {
            case "c" -> TraceClaim.ofColumns(after, null).orElse(null);
            case "u" -> TraceClaim.ofColumns(after, before).orElse(null);
            default -> null;
        };
    }

    private ChangeRow row(RowShape shape, String op, Struct state, @Nullable Struct before) {
        @Nullable Object[] values = new Object[shape.fields().size()];
        for (int i = 0; i < values.length; i++) {
            Field field = shape.fields().get(i);
            values[i] = value(
                    told(state.get(field), field, before),
                    field,
                    shape.columns().get(i),
                    shape.rules().get(i));
        }
        return new ChangeRow(shape.table(), op, shape.names(), values);
    }

    private @Nullable Object value(
            @Nullable Object value, Field field, SourceTable.Column column, Optional<ColumnRules.Rule> rule) {
        if (value == null) {
            return null;
        }
        if (rule.isEmpty()) {
            Object converted = ColumnValues.convert(value, field.schema(), column);
            untold += converted == null ? 1 : 0;
            return converted;
        }
        return rule.get() == ColumnRules.Rule.HASH ? pseudonyms.of(value) : MASKED;
    }

    /** An unchanged large value is not in the log; the row before has it when the replica identity is full. */
    private @Nullable Object told(@Nullable Object value, Field field, @Nullable Struct before) {
        if (!isUnavailable(value)) {
            return value;
        }
        Object old = before == null ? null : before.get(field.name());
        if (old == null || isUnavailable(old)) {
            untold++;
            return null;
        }
        return old;
    }

    private static boolean isUnavailable(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equals(UNAVAILABLE);
        }
        return value instanceof ByteBuffer bytes
                && bytes.remaining() == UNAVAILABLE.length()
                && StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().equals(UNAVAILABLE);
    }

    private RowShape shape(SourceTable captured, Schema schema) {
        SourceTable table = captured;
        if (!kept(captured, schema).allMatch(field -> captured.columns().containsKey(field.name()))) {
            table = gained(captured, schema);
            tables.put(table.qualifiedName(), table);
        }
        List<Field> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<SourceTable.Column> columns = new ArrayList<>();
        List<Optional<ColumnRules.Rule>> ofFields = new ArrayList<>();
        for (Field field : kept(captured, schema).toList()) {
            fields.add(field);
            names.add(field.name());
            columns.add(table.columns().getOrDefault(field.name(), TEXT));
            ofFields.add(rules.of(captured, field.name()));
        }
        return new RowShape(table, TraceClaim.isNamedIn(schema), fields, List.copyOf(names), columns, ofFields);
    }

    private Stream<Field> kept(SourceTable table, Schema schema) {
        return schema.fields().stream()
                .filter(field -> rules.of(table, field.name())
                        .filter(ColumnRules.Rule.DROP::equals)
                        .isEmpty());
    }

    /** What was added and dropped again before we came to it has no type any more; its values are kept as text. */
    private SourceTable gained(SourceTable captured, Schema schema) {
        SourceTable now = captured.withGained(catalog.apply(captured).columns());
        Map<String, SourceTable.Column> gone = new LinkedHashMap<>();
        for (Field field : kept(captured, schema).toList()) {
            gone.put(field.name(), TEXT);
        }
        return now.withGained(gone);
    }
}
