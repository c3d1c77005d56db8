package io.rowtrail.quickstart.sceptic;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.quickstart.verdict.Check;
import io.rowtrail.quickstart.verdict.LedgerEntry;
import io.rowtrail.quickstart.verdict.LedgerEntry.Op;
import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.ShopHistory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger of a few lines whose answers are written by hand. Ann has customer id 1, Bob 2. */
class ScepticTest {
    private final Map<String, Map<RowKey, Map<String, String>>> loaded = new HashMap<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();

    @BeforeEach
    void shop() {
        loaded.put(
                "customer",
                Map.of(
                        key("customer_id", "1"),
                        customer("1", "Ann", "CA"),
                        key("customer_id", "2"),
                        customer("2", "Bob", "CA")));
        loaded.put("product", Map.of(key("product_id", "7"), Map.of("product_id", "7")));
        sell(1, "1", "1997-01-05", "2.00");
        sell(2, "1", "1997-01-20", "5.00");
        sell(3, "1", "1997-03-20", "2.00");
        sell(4, "2", "1997-05-01", "3.00");
        sell(5, "2", "1997-08-01", "4.00");
        write("customer", Op.UPDATE, Map.of("customer_id", "1"), customer("1", "Ann", "WA"));
        write("sale_line", Op.DELETE, Map.of("sale_id", "5", "line_no", "1"), Map.of());
        write("customer", Op.UPDATE, Map.of("customer_id", "2"), customer("2", "Bob", "OR"));
    }

    @Test
    void runningTotalsRestOnAllOfTheCustomersLines() {
        RunningTotals job = new RunningTotals();

        assertThat(job.rows(world()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        List.of("1", "1997-01-05", "2", "2", "1", "null", "2"), set(1, 2, 3, 6),
                        List.of("1", "1997-01-20", "5", "7", "2", "2", "1"), set(1, 2, 3, 6),
                        List.of("1", "1997-03-20", "2", "9", "1", "5", "3"), set(1, 2, 3, 6),
                        List.of("2", "1997-05-01", "3", "3", "1", "null", "1"), set(4, 8)));
        assertThat(job.absence(history()).apply(List.of("2"))).isEqualTo(set(7, 8));
    }

    @Test
    void theGrandTotalRestsOnEveryLine() {
        GrandTotal job = new GrandTotal();

        assertThat(job.rows(world()))
                .containsExactly(Map.entry(List.of("shop", "4", "2", "4", "12", "1997-05-01"), set(1, 2, 3, 4, 6, 8)));
        assertThat(job.absence(history()).apply(List.of("shop"))).isEqualTo(set(6, 7, 8));
    }

    @Test
    void aCustomerIsLostByTheReturnOfTheOnlyLaterPurchase() {
        LostCustomers job = new LostCustomers();

        assertThat(job.rows(world()))
                .containsOnly(
                        Map.entry(List.of("1", "Ann", "WA"), set(1, 2, 3, 6)),
                        Map.entry(List.of("2", "Bob", "OR"), set(4, 8)));
        assertThat(job.absence(history()).apply(List.of("2", "Bob", "OR"))).isEqualTo(set(7));
        assertThat(job.rows(without(7))).containsOnlyKeys(List.of(List.of("1", "Ann", "WA")));
    }

    @Test
    void theSecondLoadClosesAndOpensWhatHasChangedSinceTheFirst() {
        assertThat(new CustomerHistory(6, 8).rows(world()))
                .containsOnly(
                        Map.entry(List.of("1", "6", "Ann", "1 Road", "Town", "WA", "null", "true"), set(6)),
                        Map.entry(List.of("2", "6", "Bob", "1 Road", "Town", "CA", "8", "false"), set(8)),
                        Map.entry(List.of("2", "8", "Bob", "1 Road", "Town", "OR", "null", "true"), set(8)));
    }

    @Test
    void rowsOutliveWhatTheyDoNotNameAndNeedNoMoreThanTheyDo() {
        Removals removals = removals(job -> true);

        Check outlived = outlived(removals);
        assertThat(outlived.examples()).isEmpty();
        assertThat(outlived.compared()).isPositive();
        Check sufficed = removals.sufficed(10);
        assertThat(sufficed.wrong()).isZero();
        assertThat(sufficed.compared()).isPositive();
    }

    @Test
    void aRowThatConcealsAWriteIsFoundOut() {
        Removals removals = removals(job -> false);

        assertThat(outlived(removals).wrong()).isPositive();
        assertThat(removals.sufficed(10).wrong()).isPositive();
    }

    /** Every single write removed. */
    private Check outlived(Removals removals) {
        List<BitSet> each = new ArrayList<>();
        ledger.forEach(entry -> each.add(set(entry.seq())));
        return removals.outlived(each);
    }

    private Removals removals(Predicate<Job> honest) {
        Removals removals = new Removals(removed -> world(seq -> !removed.get(seq)), kept -> world(kept::get));
        for (Job job : List.of(new RunningTotals(), new GrandTotal(), new LostCustomers(), new CustomerHistory(6, 8))) {
            List<Claim> claims = new ArrayList<>();
            job.rows(world()).forEach((row, writes) -> {
                BitSet absence = (BitSet) job.absence(history()).apply(row).clone();
                absence.andNot(writes);
                claims.add(honest.test(job) ? new Claim(row, writes, absence) : new Claim(row, set(), set()));
            });
            removals.add(job, claims);
        }
        return removals;
    }

    private World world() {
        return world(seq -> true);
    }

    private World without(int removed) {
        return world(seq -> seq != removed);
    }

    private World world(Predicate<Integer> happened) {
        return new World(
                Shop.of(loaded, ledger, entry -> entry.seq() <= 6 && happened.test(entry.seq())),
                Shop.of(loaded, ledger, entry -> happened.test(entry.seq())));
    }

    private ShopHistory history() {
        return new ShopHistory(loaded, ledger);
    }

    private void sell(int sale, String customer, String on, String price) {
        String id = Integer.toString(sale);
        ledger.add(new LedgerEntry(
                ledger.size() + 1,
                Optional.empty(),
                List.of(
                        new LedgerEntry.Write(
                                "sale",
                                Op.CREATE,
                                key("sale_id", id),
                                Map.of("sale_id", id, "customer_id", customer, "sold_on", on)),
                        new LedgerEntry.Write(
                                "sale_line",
                                Op.CREATE,
                                RowKey.of(Map.of("sale_id", id, "line_no", "1")),
                                Map.of(
                                        "sale_id", id,
                                        "line_no", "1",
                                        "product_id", "7",
                                        "quantity", "1.0000",
                                        "unit_price", price)))));
    }

    private void write(String table, Op op, Map<String, String> key, Map<String, String> row) {
        ledger.add(new LedgerEntry(
                ledger.size() + 1, Optional.empty(), List.of(new LedgerEntry.Write(table, op, RowKey.of(key), row))));
    }

    private static Map<String, String> customer(String id, String name, String state) {
        return Map.of("customer_id", id, "name", name, "address", "1 Road", "city", "Town", "state", state);
    }

    private static RowKey key(String column, String value) {
        return RowKey.of(Map.of(column, value));
    }

    private static BitSet set(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }
}
