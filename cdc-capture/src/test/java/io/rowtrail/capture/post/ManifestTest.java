package io.rowtrail.capture.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.trace.ChangeOrdinal;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final SourceTable TABLE = new SourceTable(
            "public",
            "sale",
            Map.of(
                    "id", new SourceTable.Column("int8", Types.LongType.get()),
                    "price", new SourceTable.Column("numeric", Types.DecimalType.of(6, 2))),
            List.of("id"),
            SourceTable.ReplicaIdentity.FULL);

    private static ChangeRow row(String op, List<String> names, @Nullable Object... values) {
        return new ChangeRow(TABLE, op, names, values);
    }

    /** The tree of RFC 6962 section 2.1, written as it is defined there. */
    private static byte[] defined(List<byte[]> entries) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        if (entries.isEmpty()) {
            return digest.digest();
        }
        if (entries.size() == 1) {
            digest.update((byte) 0);
            return digest.digest(entries.get(0));
        }
        int split = Integer.highestOneBit(entries.size() - 1);
        byte[] left = defined(entries.subList(0, split));
        byte[] right = defined(entries.subList(split, entries.size()));
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    @Test
    void isTheTreeThatTheRfcDefines() throws Exception {
        List<byte[]> entries = new ArrayList<>();
        for (int size = 0; size <= 70; size++) {
            assertThat(Manifest.root(entries)).as("%s entries", size).isEqualTo(defined(entries));
            entries.add(("entry " + size).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void commitsToEveryPartOfARow() {
        Manifest manifest = new Manifest(new byte[32]);
        byte[] salt = manifest.salt(ChangeOrdinal.of(1, 2), "shop.sale");
        List<String> names = List.of("id", "price");
        byte[] base = manifest.commitment(salt, row("c", names, 1L, new BigDecimal("2.50")), 0);
        assertThat(manifest.commitment(salt, row("c", List.of("price", "id"), new BigDecimal("2.50"), 1L), 0))
                .as("the order of columns does not matter")
                .isEqualTo(base);
        assertThat(List.of(
                        manifest.commitment(salt, row("u", names, 1L, new BigDecimal("2.50")), 0),
                        manifest.commitment(salt, row("c", names, 1L, new BigDecimal("2.51")), 0),
                        manifest.commitment(salt, row("c", names, 1L, null), 0),
                        manifest.commitment(salt, row("c", List.of("id"), 1L), 0),
                        manifest.commitment(salt, row("c", names, 1L, new BigDecimal("2.50")), 1)))
                .doesNotHaveDuplicates()
                .doesNotContain(base);
    }

    @Test
    void saltsDifferByTransactionTableAndKey() {
        Manifest manifest = new Manifest(new byte[32]);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThat(List.of(
                        manifest.salt(ChangeOrdinal.of(1, 2), "shop.sale"),
                        manifest.salt(ChangeOrdinal.of(1, 3), "shop.sale"),
                        manifest.salt(ChangeOrdinal.of(1, 2), "shop.line"),
                        new Manifest(otherKey).salt(ChangeOrdinal.of(1, 2), "shop.sale")))
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsItsFirstVersionsBytes() {
        Manifest manifest = new Manifest(new byte[32]);
        byte[] salt = manifest.salt(ChangeOrdinal.of(1, 2), "shop.sale");
        byte[] commitment = manifest.commitment(salt, row("c", List.of("id", "price"), 1L, new BigDecimal("2.50")), 0);
        assertThat(HexFormat.of().formatHex(commitment))
                .isEqualTo("882e7d1f1fcc423d29fffe4a00443ff0bdcad8cd2b457fe133cb537165f9194a");
    }

    /** The bytes that the class documents, written down one after another. */
    private static byte[] described(byte[] salt, ChangeRow row, int seq) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(1);
        out.write(salt);
        text(out, row.op());
        out.writeInt(seq);
        Map<String, Object> columns = new TreeMap<>();
        for (int i = 0; i < row.names().size(); i++) {
            columns.put(row.names().get(i), row.values()[i]);
        }
        out.writeInt(columns.size());
        for (Map.Entry<String, Object> column : columns.entrySet()) {
            text(out, column.getKey());
            if (column.getValue() == null) {
                out.writeInt(-1);
            } else if (column.getValue() instanceof ByteBuffer buffer) {
                text(out, HexFormat.of().formatHex(buffer.array()));
            } else if (column.getValue() instanceof BigDecimal decimal) {
                text(out, decimal.toPlainString());
            } else {
                text(out, column.getValue().toString());
            }
        }
        return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Test
    void hashesTheBytesThatItDescribes() throws Exception {
        long seed = System.nanoTime() & 0xffffff;
        Random random = new Random(seed);
        Manifest manifest = new Manifest(new byte[32]);
        List<List<String>> shapes = List.of(List.of("id", "price", "note"), List.of("note", "ä", "id"), List.of());
        for (int seq = 0; seq < 500; seq++) {
            byte[] salt = manifest.salt(ChangeOrdinal.of(1, random.nextInt(3)), "shop.sale");
            List<String> names = shapes.get(random.nextInt(shapes.size()));
            Object[] values = new Object[names.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(random);
            }
            ChangeRow row = row(random.nextBoolean() ? "c" : "u", names, values);
            assertThat(manifest.commitment(salt, row, seq))
                    .as("seed %s, row %s", seed, seq)
                    .isEqualTo(described(salt, row, seq));
        }
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(9) - 4);
            case 3 -> ByteBuffer.wrap(new byte[] {1, (byte) random.nextInt()});
            case 4 -> "größer \uD83D\uDE00 \uD83D".repeat(1 + random.nextInt(100));
            default -> random.nextInt(20) == 0 ? "x".repeat(2_000_000) : Instant.ofEpochMilli(random.nextLong());
        };
    }
}
