package io.rowtrail.spark.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.rowtrail.spark.SparkLake;
import io.rowtrail.spark.current.ChangeHistory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RunEventsIT {
    private static final List<JsonNode> RECEIVED = new CopyOnWriteArrayList<>();
    private static HttpServer server;
    private static SparkLake lake;

    @BeforeAll
    static void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/lineage", exchange -> {
            try (GZIPInputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                RECEIVED.add(new ObjectMapper().readTree(body.readAllBytes()));
            }
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        lake = SparkLake.withPlugin(Map.of(
                "spark.rowtrail.url", "http://127.0.0.1:" + server.getAddress().getPort(),
                "spark.rowtrail.job.name", "silver",
                "spark.rowtrail.deployId", "v1"));
        ChangeHistory.random(5, 60, 24, false).land(lake.session(), "lake.src.line", 50);
    }

    @AfterAll
    static void stop() throws IOException {
        lake.close();
        server.stop(0);
    }

    @Test
    void tellsStartAndCompletionOfATaggedWrite() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.silver.lines AS SELECT a, upper(b) AS name, amount * 2 AS twice"
                + " FROM rowtrail_current('lake.src.line') WHERE value <> 'v9'");
        lake.sql("CREATE OR REPLACE TABLE lake.gold.totals AS"
                + " SELECT name, sum(twice) AS total FROM lake.silver.lines GROUP BY name");

        List<JsonNode> silver = await("silver.silver_lines", 2);
        assertThat(silver.get(0).at("/eventType").asText()).isEqualTo("START");
        JsonNode complete = silver.get(1);
        assertThat(complete.at("/eventType").asText()).isEqualTo("COMPLETE");
        assertThat(complete.at("/run/runId")).isEqualTo(silver.get(0).at("/run/runId"));
        assertThat(complete.at("/run/facets/parent/job/name").asText()).isEqualTo("silver");
        assertThat(complete.at("/run/facets/rowtrail_trace/deployId").asText()).isEqualTo("v1");
        assertThat(complete.at("/job/facets/sql/query").asText()).contains("rowtrail_current");
        JsonNode input = complete.at("/inputs/0");
        assertThat(input.at("/namespace").asText()).isEqualTo("iceberg://lake");
        assertThat(input.at("/name").asText()).isEqualTo("src.line");
        assertThat(input.at("/inputFacets/rowtrail_snapshot/completeThrough").asText())
                .isEqualTo("50");
        assertThat(input.toString()).doesNotContain("_rt_");
        JsonNode output = complete.at("/outputs/0");
        assertThat(output.at("/name").asText()).isEqualTo("silver.lines");
        assertThat(output.at("/facets/symlinks/identifiers/0/name").asText()).endsWith("silver/lines");
        assertThat(output.toString()).doesNotContain("_rt_");
        assertThat(output.at("/facets/columnLineage/fields/twice/inputFields/0/field")
                        .asText())
                .isEqualTo("amount");
        assertThat(output.at("/facets/columnLineage/dataset/0/transformations/0/subtype")
                        .asText())
                .isEqualTo("FILTER");
        JsonNode tags = output.at("/outputFacets/rowtrail_tags");
        long rows = output.at("/outputFacets/outputStatistics/rowCount").asLong();
        assertThat(rows).isPositive();
        assertThat(tags.at("/rows").asText()).isEqualTo(Long.toString(rows));
        assertThat(tags.at("/tagged").asText()).isEqualTo(Long.toString(rows));
        assertThat(tags.at("/countsExact").asBoolean()).isTrue();
        assertThat(tags.at("/guarantee").asText()).isEqualTo("closed");
        assertThat(Long.parseLong(tags.at("/absence/count").asText())).isPositive();
        assertThat(tags.at("/_schemaURL").asText()).endsWith("rowtrail_tags-1-0-0.json");
        assertThat(output.at("/outputFacets/rowtrail_snapshot/completeThrough").asText())
                .isEqualTo("50");

        JsonNode plan = complete.at("/run/facets/rowtrail_plan");
        assertThat(silver.get(0).at("/run/facets/rowtrail_plan").isMissingNode())
                .isTrue();
        assertThat(plan.at("/sql").asText())
                .isEqualTo(
                        "SELECT c0, upper(c1) AS c4, (c3 * 2) AS c5 FROM (SELECT * FROM (SELECT `a` AS c0, `b` AS c1,"
                                + " `value` AS c2, `amount` AS c3 FROM rowtrail_current('lake.src.line', 50)) WHERE"
                                + " (NOT (c2 = 'v9')))");
        assertThat(plan.at("/columns").toString()).isEqualTo("[\"a\",\"name\",\"twice\"]");
        assertThat(plan.at("/operation").asText()).isEqualTo("overwrite");
        assertThat(plan.at("/settings/spark.sql.ansi.enabled").asText())
                .isEqualTo(lake.session().conf().get("spark.sql.ansi.enabled"));
        assertThat(plan.at("/inputs/0/relation").asText()).isEqualTo("lake.src.line");
        assertThat(plan.at("/inputs/0/through").asText()).isEqualTo("50");
        assertThat(plan.at("/inputs/0/whole").asBoolean()).isFalse();

        JsonNode gold = await("silver.gold_totals", 2).get(1);
        JsonNode read = gold.at("/run/facets/rowtrail_plan/inputs/0");
        assertThat(read.at("/run")).isEqualTo(complete.at("/run/runId"));
        assertThat(read.at("/whole").asBoolean()).isTrue();
        assertThat(gold.at("/run/facets/rowtrail_plan/sql").asText())
                .contains("`lake`.`silver`.`lines` VERSION AS OF "
                        + read.at("/snapshotId").asText());
        assertThat(gold.at("/outputs/0/outputFacets/rowtrail_tags/guarantee").asText())
                .isEqualTo("open");
        assertThat(gold.at("/outputs/0/outputFacets/rowtrail_tags/decidedBy/0").asText())
                .isEqualTo("Aggregate");
    }

    @Test
    void lazyGroupsSayBetweenWhichTransactionsTheirTagsLie() throws Exception {
        String query = " AS SELECT b, count(*) AS n, sum(amount) AS s FROM rowtrail_current('lake.src.line') GROUP BY b"
                + " UNION ALL SELECT 'all', count(*), max(amount) FROM rowtrail_current('lake.src.line')";
        lake.sql("CREATE OR REPLACE TABLE lake.lazy.eager" + query);
        lake.session().conf().set("spark.rowtrail.tags.mode", "lazy");
        lake.sql("CREATE OR REPLACE TABLE lake.lazy.groups" + query);
        lake.sql("CREATE OR REPLACE TABLE lake.lazy.rows AS SELECT a, b FROM lake.src.line");
        lake.session().conf().unset("spark.rowtrail.tags.mode");
        lake.sql("CREATE OR REPLACE TABLE lake.lazy.byTable TBLPROPERTIES ('rowtrail.tags.mode'='lazy')" + query);
        lake.sql("INSERT INTO lake.lazy.byTable SELECT b, n, s FROM lake.lazy.eager");
        lake.sql("CREATE OR REPLACE TABLE lake.lazy.after AS SELECT n, count(*) AS c FROM lake.lazy.groups GROUP BY n");

        assertThat(lake.sql("(SELECT * FROM lake.lazy.eager EXCEPT ALL SELECT * FROM lake.lazy.groups) UNION ALL"
                        + " (SELECT * FROM lake.lazy.groups EXCEPT ALL SELECT * FROM lake.lazy.eager)"))
                .isEmpty();
        assertThat(lake.sql("SELECT 1 FROM lake.lazy.eager e JOIN lake.lazy.groups g ON e.b = g.b"
                        + " LATERAL VIEW explode(rt_ordinals(e._rt_tags)) AS o"
                        + " WHERE rt_closed(e._rt_tags) = rt_closed(g._rt_tags)"
                        + " AND rt_count(g._rt_tags) >= rt_count(e._rt_tags)"
                        + " AND rt_range(g._rt_tags).min <= rt_range(e._rt_tags).min"
                        + " AND rt_range(g._rt_tags).max = rt_range(e._rt_tags).max"
                        + " AND coalesce(rt_contains(g._rt_tags, o), true)"))
                .hasSameSizeAs(lake.sql("SELECT explode(rt_ordinals(_rt_tags)) FROM lake.lazy.eager"));
        Row whole = lake.sql("SELECT rt_exact(_rt_tags), rt_ordinals(_rt_tags), rt_contains(_rt_tags, 7),"
                        + " rt_contains(_rt_tags, 51) FROM lake.lazy.groups WHERE b = 'all'")
                .get(0);
        assertThat(whole.getBoolean(0)).isFalse();
        assertThat(whole.get(1)).isNull();
        assertThat(whole.get(2)).as("perhaps").isNull();
        assertThat(whole.getBoolean(3)).as("surely not").isFalse();
        assertThat(lake.sql("SELECT 1 FROM lake.lazy.rows WHERE NOT rt_exact(_rt_tags)"))
                .isEmpty();
        assertThat(lake.sql("SELECT 1 FROM lake.lazy.byTable WHERE NOT rt_exact(_rt_tags)"))
                .isNotEmpty();
        assertThat(lake.sql("SELECT 1 FROM lake.lazy.after WHERE NOT rt_exact(_rt_tags)"))
                .isNotEmpty();

        JsonNode tags = await("silver.lazy_groups", 2).get(1).at("/outputs/0/outputFacets/rowtrail_tags");
        assertThat(tags.at("/superset").asLong()).isPositive();
        assertThat(tags.at("/rows").asLong())
                .isEqualTo(tags.at("/superset").asLong() + tags.at("/exact").asLong());
        assertThat(tags.at("/degraded").asText()).isEqualTo("0");
        assertThat(tags.at("/guarantee").asText()).isEqualTo("open");
    }

    @Test
    void withoutMemoryForItASetBecomesARangeAndTheJobGoesOn() throws Exception {
        lake.session().conf().set("spark.rowtrail.tags.maxTaskBytes", "200");
        lake.sql("CREATE OR REPLACE TABLE lake.lazy.tight AS SELECT count(*) AS n FROM"
                + " rowtrail_current('lake.src.line')");
        lake.session().conf().unset("spark.rowtrail.tags.maxTaskBytes");

        Row row = lake.sql("SELECT n, rt_exact(_rt_tags), rt_range(_rt_tags).max FROM lake.lazy.tight")
                .get(0);
        assertThat(row.getLong(0))
                .isEqualTo(ChangeHistory.random(5, 60, 24, false).state(50).size());
        assertThat(row.getBoolean(1)).isFalse();
        assertThat(row.getLong(2)).isBetween(30L, 50L);
        JsonNode tags = await("silver.lazy_tight", 2).get(1).at("/outputs/0/outputFacets/rowtrail_tags");
        assertThat(tags.at("/superset").asText()).isEqualTo("1");
        assertThat(tags.at("/degraded").asLong()).isPositive();
        assertThat(tags.at("/guarantee").asText()).isEqualTo("open");
    }

    @Test
    void aFailureOfOursIsABreakOfTheRun() throws Exception {
        lake.sql("CREATE OR REPLACE TABLE lake.src.odd TBLPROPERTIES"
                + " ('rowtrail.key'='id','rowtrail.complete.through'='x') AS SELECT 1 AS id, 'c' AS _rt_op, 1L AS"
                + " _rt_tx, 0 AS _rt_seq");
        lake.sql("CREATE OR REPLACE TABLE lake.silver.right AS SELECT id FROM lake.src.odd");
        JsonNode complete = await("silver.silver_right", 2).get(1);
        assertThat(complete.at("/eventType").asText()).isEqualTo("COMPLETE");
        JsonNode tags = complete.at("/outputs/0/outputFacets/rowtrail_tags");
        assertThat(tags.at("/guarantee").asText()).isEqualTo("broken");
        assertThat(tags.at("/written").asBoolean()).isFalse();
        assertThat(tags.at("/breaks/0/operator").asText()).isEqualTo("rewrite");
        assertThat(complete.at("/run/facets/rowtrail_overhead/failures").asText())
                .isNotEqualTo("0");
        assertThat(lake.sql("SELECT * FROM lake.silver.right")).hasSize(1);
    }

    @Test
    void tellsAFailure() throws Exception {
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                lake.sql("CREATE OR REPLACE TABLE lake.silver.broken AS SELECT raise_error('no') AS x FROM range(1)"));
        JsonNode failed = await("silver.silver_broken", 2).get(1);
        assertThat(failed.at("/eventType").asText()).isEqualTo("FAIL");
        assertThat(failed.at("/run/facets/errorMessage/message").asText()).isNotEmpty();
    }

    private static List<JsonNode> await(String job, int count) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        List<JsonNode> found = new ArrayList<>();
        while (Instant.now().isBefore(end)) {
            found = RECEIVED.stream()
                    .filter(event -> event.at("/job/name").asText().equals(job))
                    .toList();
            if (found.size() >= count) {
                return found;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("only " + found + " of " + count + " events of " + job + " among "
                + RECEIVED.stream().map(event -> event.at("/job/name").asText()).toList());
    }
}
