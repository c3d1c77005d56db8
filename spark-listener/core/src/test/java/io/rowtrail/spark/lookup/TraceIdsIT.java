package io.rowtrail.spark.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rowtrail.spark.files.TargetLake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TraceIdsIT {
    private static final String ASKING = "SELECT rt_ordinals(_rt_tags), rt_trace_ids(_rt_tags) FROM lake.silver.lines";
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final AtomicInteger STATUS = new AtomicInteger(200);
    private static final Set<String> KEYS = ConcurrentHashMap.newKeySet();

    private static HttpServer server;
    private static TargetLake lake;

    @BeforeAll
    static void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/ordinals/traces", TraceIdsIT::answer);
        server.start();
        lake = TargetLake.start(Map.of("spark.rowtrail.apiKey", "not-shown"));
    }

    @AfterAll
    static void stop() {
        lake.close();
        server.stop(0);
    }

    /** Ordinals that five divides have no trace; every even one shares its trace with the next. */
    private static List<String> traces(long ordinal) {
        return ordinal % 5 == 0 ? List.of() : List.of(String.format("%032x", 0xabc000L + ordinal / 2));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        ASKED.incrementAndGet();
        KEYS.add(exchange.getRequestHeaders().getFirst("Authorization"));
        ObjectMapper json = new ObjectMapper();
        JsonNode asked = json.readTree(exchange.getRequestBody().readAllBytes());
        ObjectNode told = json.createObjectNode();
        ObjectNode all = told.putObject("traces");
        for (JsonNode ordinal : asked.get("ordinals")) {
            List<String> traces = traces(ordinal.asLong());
            if (!traces.isEmpty()) {
                ArrayNode list = all.putArray(ordinal.asText());
                traces.forEach(list::add);
            }
        }
        byte[] body = json.writeValueAsBytes(told);
        exchange.sendResponseHeaders(STATUS.get(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Each service, by its address, is remembered apart. */
    private static void service(String path) {
        lake.session()
                .conf()
                .set("spark.rowtrail.url", "http://localhost:" + server.getAddress().getPort() + path);
    }

    @Test
    void theTracesOfARowComeInTheOrderOfItsOrdinals() {
        service("");
        int before = ASKED.get();
        List<Row> rows = lake.sql(ASKING);
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            Set<String> expected = new LinkedHashSet<>();
            row.<Long>getList(0).forEach(ordinal -> expected.addAll(traces(ordinal)));
            assertThat(row.<String>getList(1)).containsExactlyElementsOf(expected);
        });
        lake.sql(ASKING);
        assertThat(ASKED.get() - before).as("questions for " + rows.size() + " rows, twice").isEqualTo(1);
        assertThat(KEYS).contains("Bearer not-shown");
        String found = rows.stream().filter(row -> !row.getList(1).isEmpty()).findFirst().orElseThrow().getList(1).get(0)
                .toString();
        assertThat(lake.sql("SELECT 1 FROM lake.silver.lines WHERE array_contains(rt_trace_ids(_rt_tags), '" + found + "')"))
                .isNotEmpty();
        assertThat(lake.sql("EXPLAIN EXTENDED " + ASKING).toString()).doesNotContain("not-shown");
        assertThat(lake.sql("SELECT rt_trace_ids(NULL)").get(0).isNullAt(0)).isTrue();
    }

    @Test
    void whatCannotBeAskedIsNullAndHarmsNoJob() throws Exception {
        List<String> services = new ArrayList<>(List.of("/no/such/path", "/"));
        lake.session().conf().set("spark.rowtrail.lookup.timeout", "1s");
        for (String path : services) {
            service(path);
            STATUS.set(503);
            try {
                int before = ASKED.get();
                List<Row> rows = lake.sql(ASKING);
                assertThat(rows).isNotEmpty().allMatch(row -> row.isNullAt(1));
                assertThat(ASKED.get() - before).as("questions to a service that fails").isLessThan(2);
            } finally {
                STATUS.set(200);
            }
        }
        lake.session().conf().set("spark.rowtrail.url", "http://127.0.0.1:1");
        assertThat(lake.sql(ASKING)).isNotEmpty().allMatch(row -> row.isNullAt(1));
        lake.session().conf().unset("spark.rowtrail.url");
        assertThat(lake.sql(ASKING)).isNotEmpty().allMatch(row -> row.isNullAt(1));
        lake.session().conf().unset("spark.rowtrail.lookup.timeout");
        // The answer is not of the query's inputs only; what could not be looked up is told.
        lake.sql("CREATE OR REPLACE TABLE lake.out.ids AS SELECT a, rt_trace_ids(_rt_tags) AS ids FROM lake.silver.lines");
        lake.awaitEvent("out.ids", "\"guarantee\":\"nondeterministic\"", "\"lookupFailures\":");
        assertThatThrownBy(() -> lake.awaitEvent("out.ids", "\"lookupFailures\":\"0\""))
                .isInstanceOf(AssertionError.class);
    }
}
