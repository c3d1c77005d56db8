package io.rowtrail.shop.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * An append-only file of committed transactions, one line each:
 * {@code {"seq":1,"trace":"<32 hex>"|"none","writes":[{"table":…,"op":"c|u|d","key":{…},"row":{…}}]}}.
 *
 * <p>A line is with the operating system when {@link #append} returns, so any reader finds it. Several processes may
 * append to one file: each line is written under the file's lock and takes the number after the last one there.
 */
public final class Ledger implements Closeable {
    /** Stands in the place of the trace for writes that had none. */
    public static final String NO_TRACE = "none";

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int TAIL = 1 << 16;

    private final FileChannel file;
    private final JsonFactory json = MAPPER.getFactory();
    private long end = -1;
    private long seq;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /** Opens {@code path} to append to it, and creates it where there is none. */
    public static Ledger open(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return new Ledger(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * Appends one committed transaction. The caller sees to it that two transactions that wrote the same row come here
     * in the order of their commits.
     *
     * @return its number, from 1
     * @throws UncheckedIOException if it could not be written; the ledger is then short of it
     */
    @SuppressWarnings("try") // the lock does its work by being held
    public synchronized long append(String trace, List<RowWrite> writes) {
        try (FileLock ignored = file.lock()) {
            long size = file.size();
            if (size != end) {
                seq = lastSeq(size);
                end = size;
            }
            byte[] line = line(seq + 1, trace, writes);
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                file.write(bytes, end + bytes.position());
            }
            end += line.length;
            return ++seq;
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger is short of a transaction of trace " + trace, e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.force(true);
        file.close();
    }

    private byte[] line(long number, String trace, List<RowWrite> writes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("seq", number);
            out.writeStringField("trace", trace);
            out.writeArrayFieldStart("writes");
            for (RowWrite write : writes) {
                out.writeStartObject();
                out.writeStringField("table", write.table());
                out.writeStringField("op", write.operation().code());
                writeColumns(out, "key", write.key());
                if (write.operation() != Operation.DELETE) {
                    writeColumns(out, "row", write.row());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void writeColumns(JsonGenerator out, String field, Map<String, Object> columns) throws IOException {
        out.writeObjectFieldStart(field);
        for (Map.Entry<String, Object> column : columns.entrySet()) {
            Object value = column.getValue();
            if (value instanceof Integer || value instanceof Long) {
                out.writeNumberField(column.getKey(), ((Number) value).longValue());
            } else {
                out.writeStringField(
                        column.getKey(),
                        value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
            }
        }
        out.writeEndObject();
    }

    /** The number of the last line. */
    private long lastSeq(long size) throws IOException {
        if (size == 0) {
            return 0;
        }
        int length = TAIL;
        while (true) {
            byte[] tail = read(Math.max(0, size - length), size);
            if (tail[tail.length - 1] != '\n') {
                throw new IOException("the ledger's last line is broken off");
            }
            int start = tail.length - 1;
            while (start > 0 && tail[start - 1] != '\n') {
                start--;
            }
            if (start > 0 || tail.length == size) {
                return MAPPER.readTree(tail, start, tail.length - start)
                        .path("seq")
                        .longValue();
            }
            length *= 2;
        }
    }

    private byte[] read(long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("the ledger became shorter");
            }
        }
        return bytes.array();
    }
}
