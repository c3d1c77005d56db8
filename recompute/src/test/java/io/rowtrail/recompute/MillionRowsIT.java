package io.rowtrail.recompute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A million transactions in one row: the job cuts the set at its bound, the worker gives it whole. */
@EnabledIfSystemProperty(named = "rowtrail.long", matches = "true")
class MillionRowsIT {
    private static final long ROWS = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void aGroupOfAMillionIsExactAgain() throws Exception {
        ShopLake lake = new ShopLake(directory);
        lake.run(session -> {
            session.range(1, ROWS + 1)
                    .selectExpr(
                            "id", "'all' AS grp", "id % 10 AS amount", "'c' AS _rt_op", "id AS _rt_tx", "0 AS _rt_seq")
                    .writeTo("lake.big.h")
                    .tableProperty("rowtrail.key", "id")
                    .tableProperty("rowtrail.source", "big")
                    .tableProperty("rowtrail.complete.through", Long.toString(ROWS))
                    .createOrReplace();
            lake.write(
                    session,
                    "gold.one",
                    "SELECT grp, sum(amount) AS amount, count(*) AS n FROM rowtrail_current('lake.big.h') GROUP BY grp");
        });
        TagSet cut = lake.eager.get("gold.one").values().iterator().next();
        assertThat(cut.exactness()).isEqualTo(Exactness.TRUNCATED);

        Properties properties = new Properties();
        properties.setProperty("listen.port", "0");
        properties.setProperty("question.timeout.ms", "600000");
        lake.catalogue().forEach(properties::setProperty);
        try (Worker worker = Worker.start(RecomputeConfig.from(properties))) {
            ObjectMapper json = new ObjectMapper();
            ObjectNode question = json.createObjectNode().put("run", lake.runs.get("gold.one"));
            question.set("plans", lake.allPlans());
            question.putObject("key").put("grp", "all");
            long begin = System.nanoTime();
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + "/v1/recompute"))
                                    .POST(HttpRequest.BodyPublishers.ofString(question.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            System.out.println("a million rows in one: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            JsonNode answer = json.readTree(response.body());
            TagSet whole = TagSet.decode(
                    Base64.getDecoder().decode(answer.at("/rows/0/tags").asText()));
            assertThat(whole.exactness()).isEqualTo(Exactness.EXACT);
            assertThat(whole.ordinals())
                    .isEqualTo(LongStream.rangeClosed(1, ROWS).toArray());
            assertThat(answer.path("exactness").asText()).isEqualTo("exact");
        }
    }
}
