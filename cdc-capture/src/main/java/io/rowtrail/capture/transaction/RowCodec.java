package io.rowtrail.capture.transaction;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as bytes, for a file that this process writes and reads. Tables and lists of column names are kept here and the
 * bytes hold their place, so one codec must do both. Values are those of Iceberg's generic records.
 */
final class RowCodec {
    private static final int NANOS = 1_000_000_000;

    /** What a run of rows has in common. */
    private record Shape(SourceTable table, String op, List<String> names) {}

    private final List<Shape> shapes = new ArrayList<>();
    private final Map<Shape, Integer> places = new HashMap<>();
    private @Nullable Shape lastShape;
    private int lastPlace;

    void write(ChangeRow row, DataOutput out) throws IOException {
        out.writeInt(place(row));
        for (Object value : row.values()) {
            write(value, out);
        }
    }

    /** Rows of one shape share its objects, so most are known without comparing columns. */
    @SuppressWarnings("ReferenceEquality")
    private int place(ChangeRow row) {
        Shape last = lastShape;
        if (last != null
                && last.table() == row.table()
                && last.names() == row.names()
                && last.op().equals(row.op())) {
            return lastPlace;
        }
        Shape shape = new Shape(row.table(), row.op(), row.names());
        lastPlace = places.computeIfAbsent(shape, added -> {
            shapes.add(added);
            return shapes.size() - 1;
        });
        lastShape = shape;
        return lastPlace;
    }

    ChangeRow read(DataInput in) throws IOException {
        Shape shape = shapes.get(in.readInt());
        @Nullable Object[] values = new Object[shape.names().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = readValue(in);
        }
        return new ChangeRow(shape.table(), shape.op(), shape.names(), values);
    }

    private static void write(@Nullable Object value, DataOutput out) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof Boolean b) {
            out.writeByte(b ? 't' : 'f');
        } else if (value instanceof Integer i) {
            out.writeByte('i');
            out.writeInt(i);
        } else if (value instanceof Long l) {
            out.writeByte('l');
            out.writeLong(l);
        } else if (value instanceof Float f) {
            out.writeByte('r');
            out.writeFloat(f);
        } else if (value instanceof Double d) {
            out.writeByte('d');
            out.writeDouble(d);
        } else if (value instanceof String s) {
            out.writeByte('s');
            bytes(s.getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof BigDecimal n) {
            out.writeByte('n');
            out.writeInt(n.scale());
            bytes(n.unscaledValue().toByteArray(), out);
        } else if (value instanceof ByteBuffer b) {
            out.writeByte('b');
            byte[] copy = new byte[b.remaining()];
            b.duplicate().get(copy);
            bytes(copy, out);
        } else {
            writeTime(value, out);
        }
    }

    private static void writeTime(Object value, DataOutput out) throws IOException {
        if (value instanceof LocalDate date) {
            out.writeByte('D');
            out.writeLong(date.toEpochDay());
        } else if (value instanceof LocalTime time) {
            out.writeByte('T');
            out.writeLong(time.toNanoOfDay());
        } else if (value instanceof LocalDateTime dateTime) {
            out.writeByte('L');
            out.writeLong(dateTime.toLocalDate().toEpochDay());
            out.writeLong(dateTime.toLocalTime().toNanoOfDay());
        } else if (value instanceof OffsetDateTime zoned && zoned.getOffset().equals(ZoneOffset.UTC)) {
            out.writeByte('Z');
            out.writeLong(zoned.toEpochSecond());
            out.writeInt(zoned.getNano());
        } else {
            throw new IllegalArgumentException("no row has a value of " + value.getClass());
        }
    }

    private static @Nullable Object readValue(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case '0' -> null;
            case 't' -> true;
            case 'f' -> false;
            case 'i' -> in.readInt();
            case 'l' -> in.readLong();
            case 'r' -> in.readFloat();
            case 'd' -> in.readDouble();
            case 's' -> new String(bytes(in), StandardCharsets.UTF_8);
            case 'n' -> {
                int scale = in.readInt();
                yield new BigDecimal(new BigInteger(bytes(in)), scale);
            }
            case 'b' -> ByteBuffer.wrap(bytes(in));
            case 'D' -> LocalDate.ofEpochDay(in.readLong());
            case 'T' -> LocalTime.ofNanoOfDay(in.readLong());
            case 'L' -> LocalDateTime.of(LocalDate.ofEpochDay(in.readLong()), LocalTime.ofNanoOfDay(in.readLong()));
            case 'Z' -> Instant.ofEpochSecond(in.readLong(), nano(in)).atOffset(ZoneOffset.UTC);
            default -> throw new IOException("a spilled row is damaged: kind " + kind);
        };
    }

    private static int nano(DataInput in) throws IOException {
        int nano = in.readInt();
        if (nano < 0 || nano >= NANOS) {
            throw new IOException("a spilled row is damaged: nanosecond " + nano);
        }
        return nano;
    }

    private static void bytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    /** About how many bytes of memory a row takes. */
    static long weight(ChangeRow row) {
        long weight = 48;
        for (Object value : row.values()) {
            if (value instanceof String text) {
                weight += 56 + 2L * text.length();
            } else if (value instanceof ByteBuffer bytes) {
                weight += 64 + bytes.remaining();
            } else {
                weight += 32;
            }
        }
        return weight;
    }
}
