package io.rowtrail.quickstart.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.tags.TagSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One sale of two lines by request {@code a}; the second line is returned by request {@code b}. */
class ComparisonsTest {
    private static final CapturedEntries CAPTURED = CapturedEntries.of(Map.of(101L, 1, 102L, 2));
    private static final Optional<AbsenceRange> RANGE = Optional.of(new AbsenceRange(101, 103, 2));
    private static final Set<Long> SNAPSHOTS = Set.of(100L);

    private final ShopHistory history = history();
    private final SalesOracle oracle = new SalesOracle(history);
    private final TagComparison tags = new TagComparison(oracle, CAPTURED, SNAPSHOTS);

    @Test
    void anOutputThatIsAsTheLedgerSaysHolds() {
        assertThat(tags.revenue(List.of(cell("2.50", TagSet.of(100, 101).opened())), RANGE))
                .matches(Check::holds);
        assertThat(tags.sales(List.of(line("1", TagSet.of(100, 101))), RANGE)).matches(Check::holds);
        assertThat(tags.topCustomers(List.of(rank(1, TagSet.of(100, 101).opened())), RANGE))
                .matches(Check::holds);
    }

    @Test
    void aSetThatIsShortOrLongOrUnknownIsFound() {
        assertThat(problem(TagSet.of(100).opened())).contains("lacks ledger entries {1}, has too many: {}");
        assertThat(problem(TagSet.of(101, 102).opened())).contains("lacks ledger entries {}, has too many: {2}");
        assertThat(problem(TagSet.of(101, 999).opened())).contains("ordinal 999");
        assertThat(problem(TagSet.unknown())).contains("UNKNOWN");
    }

    @Test
    void aClosedCellThatAReturnWasTakenFromIsFound() {
        assertThat(problem(TagSet.of(100, 101))).contains("is closed, although entries {2}");
    }

    @Test
    void anAbsenceThatTheRunDoesNotNameIsFound() {
        TagSet open = TagSet.of(100, 101).opened();

        assertThat(problem(open, Optional.empty())).contains("does not say what is absent");
        assertThat(problem(open, Optional.of(new AbsenceRange(0, 0, 0)))).contains("names nothing absent");
        assertThat(problem(open, Optional.of(new AbsenceRange(103, 109, 5)))).contains("entry 2", "103 and 109");
        assertThat(tags.sales(List.of(line("1", TagSet.of(100, 101))), Optional.of(new AbsenceRange(101, 101, 1)))
                        .examples())
                .singleElement()
                .asString()
                .contains("entry 2");
    }

    @Test
    void aLineThatIsOpenIsFound() {
        assertThat(tags.sales(List.of(line("1", TagSet.of(100, 101).opened())), RANGE)
                        .examples())
                .containsExactly("line_no=1,sale_id=1: is open");
    }

    @Test
    void aWrongSumIsFound() {
        Check check = tags.revenue(List.of(cell("2.51", TagSet.of(100, 101).opened())), RANGE);

        assertThat(check.examples()).singleElement().asString().contains("must be 2.5", "2.51");
    }

    @Test
    void rowsThatAreMissingTwiceThereOrTooManyAreFound() {
        TagSet right = TagSet.of(100, 101);

        assertThat(tags.sales(List.of(), RANGE).examples()).containsExactly("line_no=1,sale_id=1: is not there");
        assertThat(tags.sales(List.of(line("1", right), line("1", right)), RANGE)
                        .examples())
                .containsExactly("line_no=1,sale_id=1: is there twice");
        assertThat(tags.sales(List.of(line("1", right), line("2", right)), RANGE)
                        .examples())
                .containsExactly("line_no=2,sale_id=1: must not be there");
        assertThat(tags.topCustomers(List.of(), RANGE).examples()).containsExactly("0 rows are there, must be 1");
    }

    @Test
    void anAnswerOfTheServiceIsComparedInFull() throws IOException {
        String right = """
                {"exactness":"exact","count":"2","traces":[{"traceId":"a","transactions":["101"]}],
                 "untagged":{"snapshot":1,"none":0},"closed":false,
                 "absence":{"count":"1","exactness":"superset","transactions":[],"min":"102","max":"102"}}""";

        assertThat(answer(right)).matches(Check::holds);
        assertThat(answer(right.replace("\"exact\"", "\"truncated\""))).matches(check -> !check.holds());
        assertThat(answer(right.replace("\"a\"", "\"b\"")).examples().get(0)).contains("lacks a", "b is too many");
        assertThat(answer(right.replace("\"none\":0", "\"none\":1"))).matches(check -> !check.holds());
        assertThat(answer(right.replace("\"snapshot\":1", "\"snapshot\":0"))).matches(check -> !check.holds());
        assertThat(answer(right.replace("\"count\":\"2\"", "\"count\":\"3\""))).matches(check -> !check.holds());
        assertThat(answer(right.replace("\"closed\":false", "\"closed\":true"))).matches(check -> !check.holds());
        assertThat(answer(right.replace("\"102\"", "\"103\"")).examples().get(0))
                .contains("entry 2, which took");
        assertThat(answer(right.replace("superset", "unknown")).examples().get(0))
                .contains("is not told");
    }

    @Test
    void theRowsOfARequestAreComparedByOperationAndKey() throws IOException {
        String row = "{\"dataset\":\"dataset:iceberg://lake:shop.sale_line\",\"op\":\"d\","
                + "\"key\":{\"sale_id\":1,\"line_no\":2}}";
        String output = "{\"dataset\":\"dataset:iceberg://lake:gold.revenue\",\"key\":{}}";
        RequestComparison comparison = new RequestComparison(history.ledger());
        comparison.request("b", json("{\"rows\":[" + row + "," + output + "]}"));
        assertThat(comparison.check()).matches(Check::holds);

        comparison.request("b", json("{\"rows\":[]}"));
        assertThat(comparison.check().wrong()).isEqualTo(1);
    }

    @Test
    void aComparisonOfNothingDoesNotHold() {
        assertThat(new Check("nothing", 0, 0, List.of())).matches(check -> !check.holds());
    }

    private String problem(TagSet set, Optional<AbsenceRange> range) {
        return tags.revenue(List.of(cell("2.50", set)), range).examples().get(0);
    }

    private String problem(TagSet set) {
        return problem(set, RANGE);
    }

    private Check answer(String text) throws IOException {
        AnswerComparison comparison = new AnswerComparison(history, CAPTURED);
        Provenance expected = oracle.state("CA").orElseThrow().provenance();
        comparison.row("cell", expected, json(text));
        return comparison.check();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static LakeRow cell(String revenue, TagSet set) {
        return new LakeRow(
                Map.of("month", "1997-01", "family", "Food", "state", "CA", "revenue", revenue, "units", "1.0000"),
                Optional.of(set));
    }

    private static LakeRow line(String number, TagSet set) {
        return new LakeRow(Map.of("sale_id", 1L, "line_no", Integer.valueOf(number)), Optional.of(set));
    }

    private static LakeRow rank(int rank, TagSet set) {
        return new LakeRow(
                Map.of("state", "CA", "rank", rank, "customer_id", 5, "revenue", "2.5000"), Optional.of(set));
    }

    /** One sale of two lines, the second returned. */
    static ShopHistory history() {
        return history(List.of(
                new LedgerEntry(
                        1,
                        Optional.of("a"),
                        List.of(
                                write(
                                        "sale",
                                        LedgerEntry.Op.CREATE,
                                        "sale_id=1",
                                        Map.of("sale_id", "1", "customer_id", "5", "sold_on", "1997-01-05")),
                                write("sale_line", LedgerEntry.Op.CREATE, "line_no=1,sale_id=1", row("1")),
                                write("sale_line", LedgerEntry.Op.CREATE, "line_no=2,sale_id=1", row("2")))),
                new LedgerEntry(
                        2,
                        Optional.of("b"),
                        List.of(write("sale_line", LedgerEntry.Op.DELETE, "line_no=2,sale_id=1", Map.of())))));
    }

    /** The same customer and product with other sales. */
    static ShopHistory history(List<LedgerEntry> ledger) {
        Map<String, String> customer = Map.of("customer_id", "5", "name", "Ann", "state", "CA");
        Map<String, String> product = Map.of("product_id", "7", "family", "Food");
        return new ShopHistory(
                Map.of(
                        "customer",
                        Map.of(new RowKey("customer_id=5"), customer),
                        "product",
                        Map.of(new RowKey("product_id=7"), product)),
                ledger);
    }

    private static LedgerEntry.Write write(String table, LedgerEntry.Op op, String key, Map<String, String> row) {
        return new LedgerEntry.Write(table, op, new RowKey(key), row);
    }

    private static Map<String, String> row(String number) {
        return Map.of("sale_id", "1", "line_no", number, "product_id", "7", "quantity", "1", "unit_price", "2.5");
    }
}
