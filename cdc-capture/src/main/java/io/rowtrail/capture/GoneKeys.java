package io.rowtrail.capture;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.lake.KeyRow;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a change table knows as there and a new snapshot did not find. Keys are remembered as 128 bits of a hash, in a
 * file a table, and compared in passes over a part of them each, so that memory stays bounded. For one thread.
 */
final class GoneKeys implements AutoCloseable {
    static final int KEYS_A_PASS = 250_000;

    private final Path directory;
    private final int keysAPass;
    private final Map<String, Found> found = new HashMap<>();

    /** 128 bits of SHA-256 of a key's values as text. */
    private record Key(long high, long low) {
        boolean isOf(int pass, int passes) {
            return Math.floorMod(low, passes) == pass;
        }
    }

    private static final class Found {
        private final Path file;
        private final DataOutputStream out;
        private long count;

        Found(Path file) throws IOException {
            this.file = file;
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        }
    }

    /** What is last known of a key. */
    private record Last(long tx, int seq, boolean there, KeyRow row) {}

    /** @param keysAPass about how many keys may be in memory */
    GoneKeys(Path directory, int keysAPass) {
        this.directory = directory;
        this.keysAPass = keysAPass;
    }

    /** The snapshot has this row. */
    void found(ChangeRow row) {
        try {
            Found of = found.get(row.table().qualifiedName());
            if (of == null) {
                of = new Found(Files.createTempFile(directory, "found-", ".keys"));
                found.put(row.table().qualifiedName(), of);
            }
            Key key = hash(keyOf(row));
            of.out.writeLong(key.high());
            of.out.writeLong(key.low());
            of.count++;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note found keys in " + directory, e);
        }
    }

    private static @Nullable Object[] keyOf(ChangeRow row) {
        @Nullable Object[] key = new Object[row.table().key().size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = row.values()[row.names().indexOf(row.table().key().get(i))];
        }
        return key;
    }

    /** Reads all that a change table knows of its keys, in no order; as often as asked. */
    @FunctionalInterface
    interface Known {
        void read(Consumer<KeyRow> taker);
    }

    /**
     * Gives a {@code d} row, which holds the key only, for each key that is gone.
     *
     * @return how many there are
     */
    int each(SourceTable table, Known known, Consumer<ChangeRow> taker) {
        long[] rows = {0};
        long[] truncated = {-1, -1};
        known.read(row -> {
            rows[0]++;
            if (row.op().equals("t") && row.isAfter(truncated[0], (int) truncated[1])) {
                truncated[0] = row.tx();
                truncated[1] = row.seq();
            }
        });
        Found of = found.get(table.qualifiedName());
        int passes = 1 + (int) (Math.max(rows[0], of == null ? 0 : of.count) / keysAPass);
        int gone = 0;
        for (int pass = 0; pass < passes && rows[0] > 0; pass++) {
            gone += pass(table, known, taker, truncated, pass, passes);
        }
        return gone;
    }

    private int pass(
            SourceTable table, Known known, Consumer<ChangeRow> taker, long[] truncated, int pass, int passes) {
        Set<Key> there = foundOf(table, pass, passes);
        Map<Key, Last> last = new HashMap<>();
        known.read(row -> {
            Key key = hash(row.key());
            if (row.op().equals("t") || !key.isOf(pass, passes) || there.contains(key)) {
                return;
            }
            Last before = last.get(key);
            if (before == null || row.isAfter(before.tx(), before.seq())) {
                boolean survives = !row.op().equals("d") && row.isAfter(truncated[0], (int) truncated[1]);
                last.put(key, new Last(row.tx(), row.seq(), survives, row));
            }
        });
        int gone = 0;
        for (Last one : last.values()) {
            if (one.there()) {
                taker.accept(new ChangeRow(table, "d", table.key(), one.row().key()));
                gone++;
            }
        }
        return gone;
    }

    private Set<Key> foundOf(SourceTable table, int pass, int passes) {
        Set<Key> keys = new HashSet<>();
        Found of = found.get(table.qualifiedName());
        if (of == null) {
            return keys;
        }
        try {
            of.out.flush();
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(of.file)))) {
                for (long i = 0; i < of.count; i++) {
                    Key key = new Key(in.readLong(), in.readLong());
                    if (key.isOf(pass, passes)) {
                        keys.add(key);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read found keys in " + directory, e);
        }
        return keys;
    }

    private static Key hash(@Nullable Object[] values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object value : values) {
                byte[] text = text(value).getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
                digest.update(text);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            return new Key(hash.getLong(), hash.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The same for the same value, whether the column was widened since or not. */
    private static String text(@Nullable Object value) {
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return HexFormat.of().formatHex(copy);
        }
        return value instanceof BigDecimal decimal
                ? decimal.stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    @Override
    public void close() {
        found.values().forEach(of -> {
            try {
                of.out.close();
                Files.deleteIfExists(of.file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + of.file, e);
            }
        });
        found.clear();
    }
}
