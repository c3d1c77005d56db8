package io.rowtrail.recompute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three questions, asked over HTTP of a worker about runs of ordinary jobs. */
class RecomputeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "open-sesame";
    private static final int EACH = Boolean.getBoolean("rowtrail.long") ? 100 : 2;

    @TempDir
    private static Path directory;

    private static ShopLake shop;
    private static Worker worker;

    @BeforeAll
    static void start() throws Exception {
        shop = new ShopLake(directory);
        shop.run(session -> {
            ShopLake.land(session, "shop", Set.of());
            shop.write(session, "silver.sales", ShopLake.SILVER.formatted("shop"));
            shop.write(session, "gold.revenue", ShopLake.REVENUE.formatted("silver"));
            shop.write(session, "gold.top", ShopLake.TOP.formatted("silver"));
            session.conf().set("spark.rowtrail.tags.maxExact", "2");
            shop.write(session, "gold.cut", ShopLake.REVENUE.formatted("silver"));
        });
        Properties properties = new Properties();
        properties.setProperty("listen.port", "0");
        properties.setProperty("token", TOKEN);
        properties.setProperty("spark.sql.shuffle.partitions", "2");
        // Compiling each question's plan costs more than its few rows do.
        properties.setProperty("spark.sql.codegen.wholeStage", "false");
        properties.setProperty("spark.sql.queryExecutionListeners", ExecutedPlans.class.getName());
        shop.catalogue().forEach(properties::setProperty);
        worker = Worker.start(RecomputeConfig.from(properties));
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @Test
    void theExactTagsOfEachRowAreTheOnesTheJobGaveIt() throws Exception {
        for (String table : List.of("silver.sales", "gold.revenue", "gold.top")) {
            List<String> key = switch (table) {
                case "silver.sales" -> List.of("sale_id", "line_no");
                case "gold.revenue" -> List.of("family", "state");
                default -> List.of("state", "customer_id");
            };
            Map<String, TagSet> expected = shop.eager.get(table);
            assertThat(expected).isNotEmpty();
            int asked = 0;
            for (Row row : worker.session().table("lake." + table).collectAsList()) {
                if (++asked > EACH) {
                    break;
                }
                JsonNode answer = ask("recompute", table, key(row, key));
                assertThat(live(answer)).as("%s %s: %s", table, row, answer).isEqualTo(1);
                assertThat(answer.path("exactness").asText())
                        .as(answer.toString())
                        .isEqualTo("exact");
                JsonNode told = answer.at("/rows/0");
                TagSet tags = set(told.path("tags"));
                assertThat(tags.ordinals())
                        .as("%s %s: %s", table, row, answer)
                        .isEqualTo(
                                expected.get(ShopLake.values(row, row.size())).ordinals());
                assertThat(tags.exactness()).isEqualTo(Exactness.EXACT);
                assertThat(told.at("/columns/" + key.get(0)).asText())
                        .isEqualTo(String.valueOf(row.<Object>getAs(key.get(0))));
            }
        }
    }

    @Test
    void aSetThatWasCutIsWholeAgain() throws Exception {
        Map<String, TagSet> whole = shop.eager.get("gold.revenue");
        Map<String, TagSet> cut = shop.eager.get("gold.cut");
        assertThat(cut.values()).anyMatch(tags -> tags.exactness() == Exactness.TRUNCATED);
        Row row = worker.session().table("lake.gold.cut").head();
        JsonNode answer = ask("recompute", "gold.cut", key(row, List.of("family", "state")));
        assertThat(set(answer.at("/rows/0/tags")).ordinals())
                .isEqualTo(whole.get(ShopLake.values(row, row.size())).ordinals());
    }

    @Test
    void whatIfIsTheJobRunAgainWithoutTheTransactions() throws Exception {
        Set<Long> without = Set.of(10L, 20L, 25L);
        ShopLake.land(worker.session(), "alt", without);
        worker.session().sql("CREATE OR REPLACE TABLE lake.altsilver.sales AS " + ShopLake.SILVER.formatted("alt"));
        for (String table : List.of("gold.revenue", "gold.top")) {
            String query = table.equals("gold.top") ? ShopLake.TOP : ShopLake.REVENUE;
            List<String> before = rows("SELECT * FROM lake." + table);
            List<String> after = rows(query.formatted("altsilver"));
            ObjectNode question = question(table);
            without.forEach(ordinal -> question.withArray("without").add(Long.toString(ordinal)));
            JsonNode answer = post("whatif", question, 200);
            List<String> columns =
                    List.of(worker.session().table("lake." + table).columns());
            assertThat(told(answer.path("added"), columns))
                    .as(answer.toString())
                    .isEqualTo(minus(after, before));
            assertThat(told(answer.path("removed"), columns)).isEqualTo(minus(before, after));
            assertThat(answer.at("/counts/before").asText()).isEqualTo(Integer.toString(before.size()));
            assertThat(answer.at("/counts/after").asText()).isEqualTo(Integer.toString(after.size()));
            assertThat(answer.path("exactness").asText()).isEqualTo("exact");
            assertThat(answer.path("added").size() + answer.path("removed").size())
                    .isPositive();
        }
    }

    @Test
    void namesTheFilterThatKeptARowOut() throws Exception {
        // Sale 12 has quantity 0 in its first line.
        JsonNode silver = ask(
                "absence",
                "silver.sales",
                JSON.createObjectNode().put("sale_id", 12).put("line_no", 1));
        assertThat(silver.path("present").asBoolean()).isFalse();
        assertThat(silver.at("/rejectedBy/0/operator").asText())
                .as(silver.toString())
                .isEqualTo("Filter");
        assertThat(silver.at("/rejectedBy/0/predicate").asText()).contains("quantity > 0");
        assertThat(set(silver.at("/rejectedBy/0/tags")).contains(19)).isTrue();

        String third = rows("SELECT customer_id FROM lake.silver.sales WHERE state = 'CA' AND customer_id NOT IN"
                        + " (SELECT customer_id FROM lake.gold.top) LIMIT 1")
                .get(0);
        JsonNode gold = ask(
                "absence",
                "gold.top",
                JSON.createObjectNode().put("state", "CA").put("customer_id", third));
        assertThat(gold.path("present").asBoolean()).isFalse();
        assertThat(gold.at("/rejectedBy/0/predicate").asText())
                .as(gold.toString())
                .contains("<= 2");

        JsonNode there = ask(
                "absence",
                "silver.sales",
                JSON.createObjectNode().put("sale_id", 1).put("line_no", 1));
        assertThat(there.path("present").asBoolean()).isTrue();
    }

    @Test
    void namesTheDeleteThatTookARowAway() throws Exception {
        ObjectNode key = JSON.createObjectNode().put("sale_id", 5).put("line_no", 1);
        JsonNode there = ask("recompute", "silver.sales", key);
        assertThat(live(there)).as(there.toString()).isEqualTo(1);

        // Sale 10's first line has quantity 1 and is deleted by transaction 24.
        JsonNode gone = ask(
                "absence",
                "silver.sales",
                JSON.createObjectNode().put("sale_id", 10).put("line_no", 1));
        assertThat(gone.path("present").asBoolean()).isFalse();
        assertThat(gone.path("ghosts")).as(gone.toString()).isNotEmpty();
        assertThat(set(gone.at("/ghosts/0/absence")).contains(24)).isTrue();
        assertThat(set(gone.at("/ghosts/0/tags")).contains(17)).isTrue();

        // The line counted for its group: without the delete there would be more.
        String state = rows("SELECT state FROM lake.silver.sales WHERE customer_id = 3 LIMIT 1")
                .get(0);
        JsonNode group = ask(
                "recompute",
                "gold.revenue",
                JSON.createObjectNode().put("family", "Drink").put("state", state));
        assertThat(group.path("exactness").asText()).as(group.toString()).isEqualTo("exact");
    }

    @Test
    void theKeyReachesTheScanOfTheSource() throws Exception {
        ExecutedPlans.clear();
        ask(
                "recompute",
                "silver.sales",
                JSON.createObjectNode().put("sale_id", 11).put("line_no", 2));
        assertThat(ExecutedPlans.scan("lake.shop.line"))
                .contains("sale_id = 11")
                .contains("line_no = 2");

        ExecutedPlans.clear();
        ObjectNode question = question("gold.revenue");
        String run = shop.runs.get("gold.revenue");
        JsonNode own = question.at("/plans/" + run);
        question.putObject("plans").set(run, own);
        question.set("key", JSON.createObjectNode().put("family", "Food").put("state", "CA"));
        post("recompute", question, 200);
        assertThat(ExecutedPlans.scan("lake.silver.sales"))
                .contains("family = 'Food'")
                .contains("state = 'CA'");
    }

    @Test
    void refusesWhatAnEnemyMightPostAsAPlan() throws Exception {
        for (String sql : List.of(
                "DROP TABLE lake.gold.revenue",
                "SELECT java_method('java.lang.System', 'exit', 1) AS c0",
                "SELECT reflect('java.lang.System', 'exit', 1) AS c0 FROM range(0L, 1L, 1L)",
                "SELECT `value` AS c0 FROM text.`/etc/passwd`",
                "SELECT `x` AS c0 FROM `spark_catalog`.`default`.`t`",
                "SELECT `family` AS c0 FROM `lake`.`gold`.`revenue` VERSION AS OF 'main'",
                "SELECT `a` AS c0 FROM rowtrail_current('other.shop.line', 40)",
                "SELECT c0 FROM (SELECT 1 AS c0) WHERE EXISTS (SELECT * FROM csv.`/etc/passwd`)",
                "SELECT * FROM VALUES (reflect('java.lang.System', 'exit', 1)) AS t(c0)",
                "SELECT transform(array(1), x -> reflect('java.lang.System', 'exit', x)) AS c0",
                "SELECT current_catalog() AS c0, version() AS c1")) {
            JsonNode answer = edited("gold.revenue", facet -> {
                facet.put("sql", sql).remove("length");
                facet.putArray("columns").add("c0");
            });
            assertThat(answer.path("exactness").asText()).as(sql).isEqualTo("unknown");
            assertThat(answer.path("rows")).as(sql).isEmpty();
            assertThat(answer.at("/reasons/0").asText()).as(sql).contains("recorded plan");
        }
        assertThat(edited("gold.revenue", facet -> facet.withObject("/settings").put("spark.sql.catalog.x", "y"))
                        .at("/reasons/0")
                        .asText())
                .contains("setting");
        assertThat(edited("gold.revenue", facet -> facet.put("length", 3))
                        .at("/reasons/0")
                        .asText())
                .contains("masked");
        assertThat(edited("gold.revenue", facet -> facet.put("spark", "3.5.7"))
                        .at("/reasons/0")
                        .asText())
                .contains("3.5.7");
    }

    @Test
    void tellsTheAskersMistakes() throws Exception {
        ObjectNode unknown = question("gold.revenue");
        unknown.putObject("key").put("nobody", 1);
        assertThat(post("recompute", unknown, 400).at("/errors/0/pointer").asText())
                .isEqualTo("/key/nobody");
        ObjectNode wrong = question("silver.sales");
        wrong.putObject("key").put("sale_id", "1 OR true");
        assertThat(post("recompute", wrong, 400).at("/errors/0/pointer").asText())
                .isEqualTo("/key/sale_id");
        assertThat(post("recompute", question("gold.revenue"), 400)
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/key");
        assertThat(send("POST", "/v1/recompute", "{", TOKEN).statusCode()).isEqualTo(400);
        assertThat(send("POST", "/v1/recompute", "{}", "wrong").statusCode()).isEqualTo(401);
        assertThat(send("POST", "/v1/other", "{}", TOKEN).statusCode()).isEqualTo(404);
        assertThat(send("GET", "/health", "", TOKEN).body()).contains("ready");
    }

    @Test
    void aTableWhosePlanIsNotKnownIsReadAsItWasStored() throws Exception {
        ObjectNode question = question("gold.revenue");
        String run = shop.runs.get("gold.revenue");
        JsonNode own = question.at("/plans/" + run);
        question.putObject("plans").set(run, own);
        question.set("key", JSON.createObjectNode().put("family", "Food").put("state", "CA"));
        JsonNode answer = post("recompute", question, 200);
        assertThat(live(answer)).as(answer.toString()).isEqualTo(1);
        assertThat(answer.path("exactness").asText()).isEqualTo("superset");
        assertThat(answer.at("/reasons/0").asText()).contains("lake.silver.sales is read as it was stored");
    }

    private static int live(JsonNode answer) {
        int live = 0;
        for (JsonNode row : answer.path("rows")) {
            live += row.path("live").asBoolean() ? 1 : 0;
        }
        return live;
    }

    private static JsonNode edited(String table, Consumer<ObjectNode> edit) throws Exception {
        ObjectNode question = question(table);
        ObjectNode facet = ((ObjectNode) question.at("/plans/" + shop.runs.get(table))).deepCopy();
        edit.accept(facet);
        ((ObjectNode) question.path("plans")).set(shop.runs.get(table), facet);
        question.putObject("key").put("c0", "1");
        return post("recompute", question, 200);
    }

    private static ObjectNode key(Row row, List<String> columns) {
        ObjectNode key = JSON.createObjectNode();
        columns.forEach(column -> key.put(column, String.valueOf(row.<Object>getAs(column))));
        return key;
    }

    private static ObjectNode question(String table) {
        ObjectNode question = JSON.createObjectNode().put("run", shop.runs.get(table));
        question.set("plans", shop.allPlans());
        return question;
    }

    private static JsonNode ask(String kind, String table, ObjectNode key) throws Exception {
        ObjectNode question = question(table);
        question.set("key", key);
        return post(kind, question, 200);
    }

    private static JsonNode post(String kind, ObjectNode question, int status) throws Exception {
        HttpResponse<String> response = send("POST", "/v1/" + kind, question.toString(), TOKEN);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> send(String method, String path, String body, String token)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + path))
                                .header("Authorization", "Bearer " + token)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static TagSet set(JsonNode encoded) {
        return TagSet.decode(Base64.getDecoder().decode(encoded.asText()));
    }

    private static List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        worker.session().sql(sql).collectAsList().forEach(row -> rows.add(ShopLake.values(row, row.size())));
        return rows;
    }

    private static List<String> told(JsonNode rows, List<String> columns) {
        List<String> texts = new ArrayList<>();
        for (JsonNode row : rows) {
            texts.add(String.join(
                    "|",
                    columns.stream()
                            .map(column -> row.at("/columns/" + column).asText())
                            .toList()));
        }
        return texts.stream().sorted().toList();
    }

    private static List<String> minus(List<String> left, List<String> right) {
        Map<String, Integer> counts = new HashMap<>();
        right.forEach(row -> counts.merge(row, 1, Integer::sum));
        List<String> rest = new ArrayList<>();
        for (String row : left) {
            if (counts.merge(row, -1, Integer::sum) < 0) {
                rest.add(row);
            }
        }
        return rest.stream().sorted().toList();
    }
}
