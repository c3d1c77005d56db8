package io.rowtrail.quickstart.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeComparisonTest {
    private static final RowKey KEY = new RowKey("sale_id=1");
    private static final Map<String, String> ROW = Map.of("sale_id", "1", "price", "1.5");

    private final List<Change> changes = new ArrayList<>();
    private final ShopHistory history = new ShopHistory(
            Map.of("sale", Map.of(new RowKey("sale_id=0"), Map.of("sale_id", "0", "price", "1"))),
            List.of(
                    entry(1, Optional.of("a"), LedgerEntry.Op.CREATE, ROW),
                    entry(2, Optional.empty(), LedgerEntry.Op.UPDATE, ROW),
                    entry(3, Optional.of("b"), LedgerEntry.Op.DELETE, Map.of())));

    @BeforeEach
    void everythingCaptured() {
        changes.add(change("r", 100, Optional.empty(), "snapshot", new RowKey("sale_id=0")));
        changes.add(change("c", 101, Optional.of("a"), "message", KEY));
        changes.add(change("u", 102, Optional.empty(), "none", KEY));
        changes.add(change("d", 103, Optional.of("b"), "message", KEY));
    }

    @Test
    void aCaptureThatMissedNothingHolds() {
        ChangeComparison comparison = compare();

        assertThat(comparison.checks()).allMatch(Check::holds);
        CapturedEntries captured = comparison.captured();
        assertThat(List.of(captured.entry(101), captured.entry(102), captured.entry(103), captured.entry(100)))
                .containsExactly(Optional.of(1), Optional.of(2), Optional.of(3), Optional.empty());
        assertThat(captured.ordinal(2)).contains(102L);
        assertThat(comparison.causes()).isEqualTo(Map.of("message", 2L, "none", 1L, "snapshot", 1L));
    }

    @Test
    void aMissingChangeIsFound() {
        changes.remove(3);

        assertThat(problems()).containsExactly("sale sale_id=1, entry 3: not captured");
    }

    @Test
    void aChangeUnderAnotherRequestIsFound() {
        changes.set(1, change("c", 101, Optional.of("x"), "message", KEY));

        assertThat(problems()).containsExactly("sale sale_id=1, entry 1: has trace x, must have a");
    }

    @Test
    void aDoubledChangeIsFound() {
        changes.add(change("d", 103, Optional.of("b"), "message", KEY));

        assertThat(problems()).containsExactly("sale sale_id=1: captured 4 times, written 3");
    }

    @Test
    void twoTransactionsUnderOneOrdinalAreFound() {
        changes.set(3, change("d", 102, Optional.of("b"), "message", KEY));

        assertThat(problems()).hasSize(1).allMatch(p -> p.contains("exactly this transaction"));
    }

    @Test
    void aRowTheLedgerDoesNotKnowIsFound() {
        changes.add(change("c", 104, Optional.of("a"), "message", new RowKey("sale_id=9")));

        assertThat(problems()).containsExactly("sale sale_id=9: captured, but the ledger does not know it");
    }

    private List<String> problems() {
        return compare().checks().stream().flatMap(c -> c.examples().stream()).toList();
    }

    private ChangeComparison compare() {
        return ChangeComparison.of(history, Map.of("sale", changes));
    }

    private static Change change(String op, long ordinal, Optional<String> trace, String source, RowKey key) {
        return new Change(
                key, op, ordinal, (int) (ordinal % 100), trace, source, Map.of("sale_id", 1, "price", "1.50"));
    }

    private static LedgerEntry entry(int seq, Optional<String> trace, LedgerEntry.Op op, Map<String, String> row) {
        return new LedgerEntry(seq, trace, List.of(new LedgerEntry.Write("sale", op, KEY, row)));
    }
}
