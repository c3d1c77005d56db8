package io.rowtrail.capture.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.trace.ChangeOrdinal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
        byte[] salt = new Manifest(new byte[32]).salt(ChangeOrdinal.of(1, 2), "shop.sale");
        List<String> names = List.of("id", "price");
        byte[] base = Manifest.commitment(salt, row("c", names, 1L, new BigDecimal("2.50")), 0);
        assertThat(Manifest.commitment(salt, row("c", List.of("price", "id"), new BigDecimal("2.50"), 1L), 0))
                .as("the order of columns does not matter")
                .isEqualTo(base);
        assertThat(List.of(
                        Manifest.commitment(salt, row("u", names, 1L, new BigDecimal("2.50")), 0),
                        Manifest.commitment(salt, row("c", names, 1L, new BigDecimal("2.51")), 0),
                        Manifest.commitment(salt, row("c", names, 1L, null), 0),
                        Manifest.commitment(salt, row("c", List.of("id"), 1L), 0),
                        Manifest.commitment(salt, row("c", names, 1L, new BigDecimal("2.50")), 1)))
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
        byte[] salt = new Manifest(new byte[32]).salt(ChangeOrdinal.of(1, 2), "shop.sale");
        byte[] commitment = Manifest.commitment(salt, row("c", List.of("id", "price"), 1L, new BigDecimal("2.50")), 0);
        assertThat(HexFormat.of().formatHex(commitment))
                .isEqualTo("882e7d1f1fcc423d29fffe4a00443ff0bdcad8cd2b457fe133cb537165f9194a");
    }
}
