package io.rowtrail.quickstart.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.quickstart.verdict.SalesOracle.RevenueKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ledgers of a few lines whose answers are written by hand. Customers 1 and 2 live in CA, 3 in WA. */
class SalesOracleTest {
    private static final RevenueKey JANUARY_CA = new RevenueKey("1997-01", "Food", "CA");
    private static final RevenueKey JANUARY_WA = new RevenueKey("1997-01", "Food", "WA");

    private final Map<String, Map<RowKey, Map<String, String>>> loaded = new HashMap<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();

    @BeforeEach
    void load() {
        Map<RowKey, Map<String, String>> customers = new HashMap<>();
        for (String[] customer : new String[][] {{"1", "Ann", "CA"}, {"2", "Bob", "CA"}, {"3", "Cid", "WA"}}) {
            customers.put(key("customer_id", customer[0]), customer(customer[0], customer[1], customer[2]));
        }
        loaded.put("customer", customers);
        loaded.put(
                "product",
                Map.of(
                        key("product_id", "7"), Map.of("product_id", "7", "family", "Food"),
                        key("product_id", "8"), Map.of("product_id", "8", "family", "Drink")));
    }

    @Test
    void aCellHasTheRequestsOfItsLines() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        sell("b", 2, "2", "7", "1", "4.00");
        sell("c", 3, "3", "7", "1", "9.00");

        SalesOracle.Totals cell = oracle().revenue().get(JANUARY_CA);

        assertThat(cell.revenue()).isEqualByComparingTo(new BigDecimal("7.00"));
        assertThat(cell.units()).isEqualByComparingTo(new BigDecimal("3"));
        assertThat(traces(cell)).containsExactly("a=1", "b=1");
        assertThat(cell.provenance().loaded()).isTrue();
        assertThat(cell.provenance().absence()).hasToString("{}");
    }

    @Test
    void aReturnLeavesTheCellAndBecomesItsAbsence() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        sell("b", 2, "2", "7", "1", "4.00");
        write("r", "sale_line", "d", Map.of("sale_id", "1", "line_no", "1"), Map.of());

        SalesOracle.Totals cell = oracle().revenue().get(JANUARY_CA);

        assertThat(cell.revenue()).isEqualByComparingTo(new BigDecimal("4.00"));
        assertThat(traces(cell)).containsExactly("b=1");
        assertThat(cell.provenance().absence()).hasToString("{3}");
    }

    @Test
    void aCellWhoseOnlyLineWasReturnedIsNotThere() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        write("r", "sale_line", "d", Map.of("sale_id", "1", "line_no", "1"), Map.of());

        assertThat(oracle().revenue()).isEmpty();
        assertThat(oracle().sales()).isEmpty();
    }

    @Test
    void aCorrectionIsInTheCellAndTheReplacedPriceIsItsAbsence() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        write("u", "sale_line", "u", Map.of("sale_id", "1", "line_no", "1"), line(1, "7", "2", "1.00"));

        SalesOracle oracle = oracle();
        SalesOracle.Totals cell = oracle.revenue().get(JANUARY_CA);

        assertThat(cell.revenue()).isEqualByComparingTo(new BigDecimal("2.00"));
        assertThat(traces(cell)).containsExactly("a=1", "u=1");
        assertThat(cell.provenance().absence()).hasToString("{2}");
        assertThat(oracle.sales().get(new RowKey("line_no=1,sale_id=1"))).hasToString("[1, 2]");
    }

    @Test
    void aMoveTakesTheSalesToTheOtherStateAndOpensTheOneItLeft() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        sell("b", 2, "2", "7", "1", "4.00");
        write("m", "customer", "u", Map.of("customer_id", "1"), customer("1", "Ann", "WA"));

        SalesOracle oracle = oracle();

        assertThat(traces(oracle.revenue().get(JANUARY_CA))).containsExactly("b=1");
        assertThat(oracle.revenue().get(JANUARY_CA).provenance().absence()).hasToString("{3}");
        assertThat(traces(oracle.revenue().get(JANUARY_WA))).containsExactly("a=1", "m=1");
        assertThat(oracle.revenue().get(JANUARY_WA).provenance().absence()).hasToString("{}");
    }

    @Test
    void writesWithoutARequestAreCountedAndNotNamed() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        write("none", "customer", "u", Map.of("customer_id", "1"), customer("1", "Anne", "CA"));

        ShopHistory history = history();
        SalesOracle.Totals cell = new SalesOracle(history).revenue().get(JANUARY_CA);

        assertThat(cell.provenance().untraced(history)).isEqualTo(1);
        assertThat(traces(cell)).containsExactly("a=1");
    }

    @Test
    void oneRequestWithTwoTransactionsIsOneTraceOfTwo() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        write("a", "sale_line", "u", Map.of("sale_id", "1", "line_no", "1"), line(1, "7", "2", "1.00"));

        assertThat(traces(oracle().revenue().get(JANUARY_CA))).containsExactly("a=2");
    }

    @Test
    void aRowInsertedAgainForgetsItsFormerLife() throws Exception {
        sell("a", 1, "1", "7", "2", "1.50");
        write("d", "sale_line", "d", Map.of("sale_id", "1", "line_no", "1"), Map.of());
        write("n", "sale_line", "c", Map.of("sale_id", "1", "line_no", "1"), line(1, "7", "1", "1.00"));

        SalesOracle oracle = oracle();

        // The sale itself still is request a's.
        assertThat(oracle.sales().get(new RowKey("line_no=1,sale_id=1"))).hasToString("[1, 3]");
        assertThat(history()
                        .table("sale_line")
                        .live(new RowKey("line_no=1,sale_id=1"))
                        .orElseThrow()
                        .writes())
                .hasToString("[3]");
    }

    @Test
    void eachRankOfAStateRestsOnTheWholeState() throws Exception {
        sell("a", 1, "1", "7", "1", "1.00");
        sell("b", 2, "2", "8", "1", "5.00");
        sell("c", 3, "3", "7", "1", "9.00");

        SalesOracle oracle = oracle();

        assertThat(oracle.buyers("CA").stream().map(SalesOracle.Buyer::customerId))
                .containsExactly("2", "1");
        assertThat(traces(oracle.states().get("CA"))).containsExactly("a=1", "b=1");
    }

    @Test
    void aLedgerThatContradictsItselfIsRefused() throws Exception {
        write("x", "sale_line", "u", Map.of("sale_id", "1", "line_no", "1"), line(1, "7", "2", "1.00"));

        assertThatThrownBy(this::history).hasMessageContaining("entry 1").hasMessageContaining("not there");
    }

    private List<String> traces(SalesOracle.Totals totals) {
        return totals.provenance().traces(history()).entrySet().stream()
                .map(Object::toString)
                .toList();
    }

    private SalesOracle oracle() {
        return new SalesOracle(history());
    }

    private ShopHistory history() {
        return new ShopHistory(loaded, ledger);
    }

    /** One request that inserts a sale and its only line. */
    private void sell(String trace, int sale, String customer, String product, String quantity, String price)
            throws Exception {
        String saleRow = "{\"sale_id\":%d,\"customer_id\":%s,\"sold_on\":\"1997-01-05\"}".formatted(sale, customer);
        String lineRow = "{\"sale_id\":%d,\"line_no\":1,\"product_id\":%s,\"quantity\":\"%s\",\"unit_price\":\"%s\"}"
                .formatted(sale, product, quantity, price);
        ledger.add(LedgerFile.parse(("{\"seq\":%d,\"trace\":\"%s\",\"writes\":["
                        + "{\"table\":\"sale\",\"op\":\"c\",\"key\":{\"sale_id\":%d},\"row\":%s},"
                        + "{\"table\":\"sale_line\",\"op\":\"c\",\"key\":{\"sale_id\":%d,\"line_no\":1},\"row\":%s}]}")
                .formatted(ledger.size() + 1, trace, sale, saleRow, sale, lineRow)));
    }

    private void write(String trace, String table, String op, Map<String, String> key, Map<String, String> row) {
        ledger.add(new LedgerEntry(
                ledger.size() + 1,
                trace.equals("none") ? Optional.empty() : Optional.of(trace),
                List.of(new LedgerEntry.Write(table, LedgerEntry.Op.parse(op), RowKey.of(key), row))));
    }

    private static Map<String, String> line(int sale, String product, String quantity, String price) {
        return Map.of(
                "sale_id",
                Integer.toString(sale),
                "line_no",
                "1",
                "product_id",
                product,
                "quantity",
                quantity,
                "unit_price",
                price);
    }

    private static Map<String, String> customer(String id, String name, String state) {
        return Map.of("customer_id", id, "name", name, "state", state);
    }

    private static RowKey key(String column, String value) {
        return RowKey.of(Map.of(column, value));
    }
}
