package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.quickstart.postgres.Databases;
import io.rowtrail.quickstart.sceptic.ScepticVerdict;
import io.rowtrail.quickstart.stack.Stack;
import io.rowtrail.quickstart.verdict.AnswerComparison;
import io.rowtrail.quickstart.verdict.CapturedEntries;
import io.rowtrail.quickstart.verdict.Change;
import io.rowtrail.quickstart.verdict.ChangeComparison;
import io.rowtrail.quickstart.verdict.Check;
import io.rowtrail.quickstart.verdict.ExactComparison;
import io.rowtrail.quickstart.verdict.LakeFacts;
import io.rowtrail.quickstart.verdict.LedgerEntry;
import io.rowtrail.quickstart.verdict.LineageComparison;
import io.rowtrail.quickstart.verdict.Provenance;
import io.rowtrail.quickstart.verdict.RequestComparison;
import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.SalesOracle;
import io.rowtrail.quickstart.verdict.ShopDatabase;
import io.rowtrail.quickstart.verdict.ShopHistory;
import io.rowtrail.quickstart.verdict.TagComparison;
import io.rowtrail.quickstart.verdict.WhatifComparison;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must be, from the ledger; the comparisons of it with what is; and the verdict over them all. */
final class Judgement {
    private static final int SAMPLES = 30;

    private final Stack stack;
    private final Map<String, Map<RowKey, Map<String, String>>> loaded;
    private final ShopHistory history;
    private final SalesOracle oracle;
    private final List<Check> checks = new ArrayList<>();
    private final Set<Long> snapshots = new HashSet<>();
    private CapturedEntries captured = CapturedEntries.of(Map.of());
    private Map<String, Long> causes = Map.of();

    Judgement(Stack stack, Map<String, Map<RowKey, Map<String, String>>> loaded, List<LedgerEntry> ledger) {
        this.stack = stack;
        this.loaded = Map.copyOf(loaded);
        this.history = new ShopHistory(loaded, ledger);
        this.oracle = new SalesOracle(history);
    }

    ShopHistory history() {
        return history;
    }

    SalesOracle oracle() {
        return oracle;
    }

    /** The comparisons with the jobs of a sceptic, once the changes are compared. */
    ScepticVerdict sceptic() {
        return new ScepticVerdict(loaded, history, captured, snapshots);
    }

    /** How many captured changes have which tag source. */
    Map<String, Long> causes() {
        return causes;
    }

    void add(Check check) {
        checks.add(check);
    }

    String changes() throws SQLException {
        try (Connection connection = stack.databases().connect(Databases.SHOP, Databases.SHOP_ROLE)) {
            checks.add(ShopDatabase.compare(history, ShopDatabase.read(connection)));
        }
        Map<String, List<Change>> changes = new HashMap<>();
        try (Lake lake = lake()) {
            LakeFacts facts = new LakeFacts(lake.reader());
            for (String table : DemoParts.TABLES) {
                changes.put(table, facts.changes(new LakeName("shop", table)));
            }
        }
        ChangeComparison comparison = ChangeComparison.of(history, changes);
        checks.addAll(comparison.checks());
        captured = comparison.captured();
        causes = comparison.causes();
        changes.values().stream()
                .flatMap(List::stream)
                .filter(change -> change.tagSource().equals("snapshot"))
                .forEach(change -> snapshots.add(change.ordinal()));
        long rows = changes.values().stream().mapToLong(List::size).sum();
        return String.format(Locale.ROOT, "%,d changes%s", rows, failures());
    }

    String outputs() {
        TagComparison comparison = new TagComparison(oracle, captured, snapshots);
        try (Lake lake = lake()) {
            LakeFacts facts = new LakeFacts(lake.reader());
            LakeName sales = LakeName.parse("silver.sales");
            checks.add(comparison.sales(facts.output(sales), facts.absence(sales)));
            LakeName revenue = LakeName.parse("gold.revenue");
            checks.add(comparison.revenue(facts.output(revenue), facts.absence(revenue)));
            LakeName customers = LakeName.parse("gold.top_customers");
            checks.add(comparison.topCustomers(facts.output(customers), facts.absence(customers)));
        }
        return failures();
    }

    String answers(Api api, Steps.Shown shown) {
        AnswerComparison comparison = new AnswerComparison(history, captured);
        int[] asked = new int[1];
        for (Map.Entry<String, LakeRow> row : reportRows().entrySet()) {
            Optional<Provenance> expected = expected(row.getValue());
            String[] place = row.getKey().split("\\|", -1);
            comparison.row(
                    row.getKey(),
                    expected.orElseGet(Provenance::new),
                    api.get("/api/v1/rows/traces?dataset=" + Api.encode(place[0]) + "&key=" + Api.encode(place[1])));
            asked[0]++;
            shown.progress(() -> asked[0] + " rows");
        }
        checks.add(comparison.check());
        return String.format(Locale.ROOT, "%,d rows%s", asked[0], failures());
    }

    /** What is wrong with a recomputed answer of the service, empty when nothing is. */
    String exact(Provenance expected, JsonNode answer) {
        return new ExactComparison(history, captured).problem(expected, answer);
    }

    /** What is wrong with the diff of a what-if without that entry, empty when nothing is. */
    String without(LedgerEntry entry, JsonNode diff) {
        List<LedgerEntry> others = history.ledger().stream()
                .filter(other -> other.seq() != entry.seq())
                .toList();
        SalesOracle without = new SalesOracle(new ShopHistory(loaded, others));
        return new WhatifComparison(oracle, without).problem(diff);
    }

    /** A few dozen requests, spread over the ledger, and the graph behind one report. */
    String samples(Api api) {
        RequestComparison requests = new RequestComparison(history.ledger());
        int step = Math.max(1, history.ledger().size() / SAMPLES);
        for (int i = 0; i < history.ledger().size(); i += step) {
            history.ledger()
                    .get(i)
                    .trace()
                    .ifPresent(
                            trace -> requests.request(trace, api.get("/api/v1/traces/" + trace + "/rows?limit=1000")));
        }
        checks.add(requests.check());
        LineageComparison lineage = new LineageComparison();
        String source = "postgres://127.0.0.1:" + stack.ports().postgres() + ":shop.public.";
        List<String> datasets = new ArrayList<>(List.of(Reports.REVENUE, "dataset:iceberg://lake:silver.sales"));
        for (String table : List.of("sale_line", "sale", "customer", "product")) {
            datasets.add("dataset:iceberg://lake:shop." + table);
            datasets.add("dataset:" + source + table);
        }
        lineage.nodes(
                api.get("/api/v1/lineage?depth=20&direction=upstream&nodeId=" + Api.encode(Reports.REVENUE)), datasets);
        String revenue = "datasetField:iceberg://lake:gold.revenue:revenue";
        lineage.nodes(
                api.get("/api/v1/column-lineage?depth=20&nodeId=" + Api.encode(revenue)),
                List.of(
                        revenue,
                        "datasetField:iceberg://lake:shop.sale_line:unit_price",
                        "datasetField:" + source + "sale_line:unit_price"));
        checks.add(lineage.check());
        return failures();
    }

    /** Dataset and key as {@code dataset|{...}}, to the row. */
    private Map<String, LakeRow> reportRows() {
        Map<String, LakeRow> rows = new HashMap<>();
        try (Lake lake = lake()) {
            LakeFacts facts = new LakeFacts(lake.reader());
            for (LakeRow row : facts.output(LakeName.parse("gold.revenue"))) {
                rows.put(Reports.REVENUE + "|" + Reports.key(row, "month", "family", "state"), row);
            }
            for (LakeRow row : facts.output(LakeName.parse("gold.top_customers"))) {
                rows.put(Reports.TOP_CUSTOMERS + "|" + Reports.key(row, "state", "rank"), row);
            }
        }
        return rows;
    }

    private Optional<Provenance> expected(LakeRow row) {
        return row.values().containsKey("rank")
                ? oracle.state(String.valueOf(row.value("state"))).map(SalesOracle.Totals::provenance)
                : oracle.revenue(TagComparison.revenueKey(row)).map(SalesOracle.Totals::provenance);
    }

    Lake lake() {
        Databases databases = stack.databases();
        return Lake.open(new LakeConfig(
                "lake", databases.address(Databases.CATALOG), Databases.CATALOG_ROLE, "", stack.warehouse()));
    }

    /** Prints every comparison. @return whether all hold */
    boolean verdict(PrintStream out, Duration elapsed) {
        out.println();
        out.println("VERDICT");
        for (Check check : checks) {
            out.printf(
                    Locale.ROOT,
                    "  %-4s %,9d of %,9d  %s%n",
                    check.holds() ? "ok" : "FAIL",
                    check.compared() - check.wrong(),
                    check.compared(),
                    check.name());
            check.examples().forEach(example -> out.println("         " + example));
        }
        boolean holds = checks.stream().allMatch(Check::holds);
        out.printf(
                Locale.ROOT,
                "%s after %d min %02d s.%n",
                holds ? "Everything is as the ledger says," : "Something is not as the ledger says,",
                elapsed.toMinutes(),
                elapsed.toSecondsPart());
        return holds;
    }

    String failures() {
        long wrong = checks.stream().filter(check -> !check.holds()).count();
        return wrong == 0 ? "" : "  " + wrong + " comparisons failed";
    }
}
