package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.merkle.Hash;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;

/** Between the reactive client's column types and the log's values. */
final class Rows {
    private static final int TOKEN = 16;

    private Rows() {}

    static byte[] bytes(Row row, String column) {
        return row.getDelegate().getBuffer(column).getBytes();
    }

    static Hash hash(Row row, String column) {
        return Hash.of(bytes(row, column));
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Buffer buffer(byte[] bytes) {
        return Buffer.buffer(bytes);
    }

    static Buffer buffer(Hash hash) {
        return Buffer.buffer(hash.toByteArray());
    }

    static Buffer buffer(Bytes bytes) {
        return Buffer.buffer(bytes.toByteArray());
    }

    /** The half of a keyed hash that {@code audit.dedupe} keeps. */
    static Buffer token(Hash hash) {
        return Buffer.buffer(hash.toByteArray()).slice(0, TOKEN);
    }

    /** One array parameter out of many rows. */
    static <T> Buffer[] buffers(Collection<T> rows, Function<T, Buffer> column) {
        return rows.stream().map(column).toArray(Buffer[]::new);
    }
}
