package io.rowtrail.shop.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path folder;

    @Test
    void aLineTellsTraceKeysAndRows() throws Exception {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("sale_id", 7L);
        key.put("line_no", 1);
        Map<String, Object> row = new LinkedHashMap<>(key);
        row.put("unit_price", new BigDecimal("2.0000"));
        row.put("sold_on", "1997-03-28");
        Path file = folder.resolve("new/ledger.ndjson");
        try (Ledger ledger = Ledger.open(file)) {
            ledger.append(TRACE, List.of(new RowWrite("sale_line", Operation.CREATE, key, row)));
            ledger.append(Ledger.NO_TRACE, List.of(new RowWrite("sale_line", Operation.DELETE, key, Map.of())));

            assertThat(Files.readAllLines(file))
                    .as("readable before it is closed")
                    .containsExactly(
                            "{\"seq\":1,\"trace\":\"" + TRACE + "\",\"writes\":[{\"table\":\"sale_line\",\"op\":\"c\","
                                    + "\"key\":{\"sale_id\":7,\"line_no\":1},\"row\":{\"sale_id\":7,\"line_no\":1,"
                                    + "\"unit_price\":\"2.0000\",\"sold_on\":\"1997-03-28\"}}]}",
                            "{\"seq\":2,\"trace\":\"none\",\"writes\":[{\"table\":\"sale_line\",\"op\":\"d\","
                                    + "\"key\":{\"sale_id\":7,\"line_no\":1}}]}");
        }
    }

    @Test
    void twoWritersOfOneFileShareItsNumbers() throws Exception {
        Path file = folder.resolve("ledger.ndjson");
        RowWrite write =
                new RowWrite("customer", Operation.UPDATE, Map.of("customer_id", 1), Map.of("name", "é".repeat(9_000)));
        try (Ledger one = Ledger.open(file);
                Ledger other = Ledger.open(file)) {
            assertThat(one.append(TRACE, List.of(write, write, write, write, write)))
                    .isEqualTo(1);
            assertThat(other.append(Ledger.NO_TRACE, List.of(write))).isEqualTo(2);
            assertThat(one.append(TRACE, List.of(write))).isEqualTo(3);
        }
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void refusesToGoOnAfterABrokenLine() throws Exception {
        Path file = folder.resolve("ledger.ndjson");
        Files.writeString(file, "{\"seq\":1,\"trace\":\"no");
        try (Ledger ledger = Ledger.open(file)) {
            assertThatThrownBy(() -> ledger.append(TRACE, List.of()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("the ledger's last line is broken off");
        }
    }
}
