package io.rowtrail.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.shop.foodmart.FoodMart;
import io.rowtrail.shop.ledger.Ledger;
import io.rowtrail.shop.replay.Homes;
import io.rowtrail.shop.replay.Progress;
import io.rowtrail.shop.replay.Replay;
import io.rowtrail.shop.replay.ReplaySummary;
import io.rowtrail.shop.replay.Workload;
import io.rowtrail.shop.store.AdminWrites;
import io.rowtrail.shop.store.FoodMartLoad;
import io.rowtrail.shop.store.Table;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopIT {
    /** A transaction as logical decoding shows it. */
    private record Decoded(List<String> messages, int changes) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static Path ledger;
    private static Shop shop;
    private static Map<Table, Map<String, String>> loaded;

    @BeforeAll
    static void open() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setPort(0)
                .setServerConfig("wal_level", "logical")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
        FoodMartLoad load = new FoodMartLoad(new FoodMart());
        assertThat(load.load(postgres.getPostgresDatabase())).isEqualTo(25 + 10_281 + 1_560);
        assertThat(load.load(postgres.getPostgresDatabase())).isZero();
        loaded = tables();
        try (Connection c = postgres.getPostgresDatabase().getConnection();
                Statement s = c.createStatement()) {
            s.execute("SELECT pg_create_logical_replication_slot('seen', 'test_decoding')");
        }
        ledger = folder.resolve("ledger.ndjson");
        shop = Shop.open(new Shop.Settings(0, postgres.getPostgresDatabase(), ledger, 6));
    }

    @AfterAll
    static void close() throws Exception {
        shop.close();
        postgres.close();
    }

    @Test
    void theLedgerIsWhatTheDatabaseHoldsAndEveryWriteIsBoundToItsRequest() throws Exception {
        decoded();
        List<JsonNode> before = ledger();
        FoodMart foodMart = new FoodMart();
        Workload workload = Workload.of(foodMart.baskets(), new Homes(foodMart.customers()), 200, 42);
        ReplaySummary summary = new Replay(workload, uri(""), 6, Progress.silent()).run();
        workload.check(summary);
        int untraced;
        try (Ledger admin = Ledger.open(ledger)) {
            untraced = new AdminWrites(postgres.getPostgresDatabase(), admin).run(42);
        }

        assertThat(folded()).isEqualTo(tables());

        List<JsonNode> told = ledger().subList(before.size(), ledger().size());
        assertThat(told).hasSize(summary.writes().size() + untraced);
        List<Decoded> transactions = decoded();
        assertThat(transactions).allMatch(t -> t.changes() > 0, "reads leave nothing");
        Map<String, Integer> changesByMessage = new HashMap<>();
        transactions.stream().filter(t -> !t.messages().isEmpty()).forEach(t -> {
            assertThat(t.messages()).hasSize(1);
            changesByMessage.put(t.messages().get(0), t.changes());
        });
        assertThat(changesByMessage).hasSameSizeAs(summary.writes());
        assertThat(transactions.stream().filter(t -> t.messages().isEmpty())).hasSize(untraced);

        Map<String, Integer> writesByTrace = new HashMap<>();
        told.forEach(line -> writesByTrace.put(
                line.path("trace").asText(), line.path("writes").size()));
        for (ReplaySummary.Write write : summary.writes()) {
            String content = changesByMessage.keySet().stream()
                    .filter(message -> message.startsWith("00-" + write.trace()))
                    .findFirst()
                    .orElseThrow();
            assertThat(content).endsWith(write.asserted() ? ";o=a" : ";o=o");
            assertThat(changesByMessage.get(content)).isEqualTo(writesByTrace.get(write.trace()));
        }
        assertThat(summary.heroes()).containsOnlyKeys("first", "moved", "corrected", "returned");
    }

    @Test
    void theLedgerKeepsTheOrderOfCommitsForARowManyWriteAtOnce() throws Exception {
        long saleId = JSON.readTree(send("POST", "/sales", sale(1, 2, "1.25")).body())
                .path("saleId")
                .longValue();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Integer>> corrections = new ArrayList<>();
            for (int i = 1; i <= 150; i++) {
                String price = "{\"unitPrice\":\"" + i + ".5\"}";
                corrections.add(() ->
                        send("PATCH", "/sales/" + saleId + "/lines/1", price).statusCode());
            }
            for (Future<Integer> correction : threads.invokeAll(corrections)) {
                assertThat(correction.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(folded()).isEqualTo(tables());
    }

    @Test
    void badInputIsRefusedWithTheFieldNamedAndWritesNothing() throws Exception {
        long lines = ledger().size();
        HttpResponse<String> refused = send("POST", "/sales", "{\"customerId\":-1,\"soldOn\":\"1997-02-30\",\"x\":1}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JSON.readTree(refused.body()).path("errors").findValuesAsText("pointer"))
                .containsExactly("/customerId", "/storeId", "/soldOn", "/lines", "/x");
        assertPointer(send("POST", "/sales", "not json"), 400, "");
        assertPointer(send("POST", "/sales", sale(99_999_999, 2, "1")), 422, "/customerId");
        assertPointer(send("POST", "/sales", sale(1, 999, "1")), 422, "/storeId");
        assertPointer(send("POST", "/sales", sale(1, 2, "0.00001")), 400, "/lines/0/unitPrice");
        assertPointer(send("POST", "/sales", sale(1, 2, "1e9999999")), 400, "/lines/0/unitPrice");
        assertPointer(send("PATCH", "/customers/1", "{}"), 400, "");
        assertPointer(send("PATCH", "/customers/1", "{\"city\":\" \"}"), 400, "/city");
        assertThat(send("PATCH", "/customers/99999999", "{\"city\":\"Rome\"}").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/sales/999999999", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/sales/abc", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/sales", "").statusCode()).isEqualTo(405);
        assertThat(send("GET", "/health", "").statusCode()).isEqualTo(200);
        assertThat(ledger()).hasSize((int) lines);
    }

    private static void assertPointer(HttpResponse<String> refused, int status, String pointer) throws Exception {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(JSON.readTree(refused.body()).path("errors").findValuesAsText("pointer"))
                .containsExactly(pointer);
    }

    private static String sale(int customerId, int storeId, String price) {
        return "{\"customerId\":" + customerId + ",\"storeId\":" + storeId + ",\"soldOn\":\"1997-12-24\",\"lines\":["
                + "{\"productId\":1,\"quantity\":2,\"unitPrice\":" + price + ",\"unitCost\":\"0.5\"}]}";
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + shop.port() + path);
    }

    private static List<JsonNode> ledger() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(ledger)) {
            lines.add(JSON.readTree(line));
            assertThat(lines.get(lines.size() - 1).path("seq").longValue()).isEqualTo(lines.size());
        }
        return lines;
    }

    /** What was loaded, and every line of the ledger applied to it in its order. */
    private static Map<Table, Map<String, String>> folded() throws Exception {
        Map<Table, Map<String, String>> tables = new HashMap<>();
        loaded.forEach((table, rows) -> tables.put(table, new HashMap<>(rows)));
        for (JsonNode line : ledger()) {
            for (JsonNode write : line.path("writes")) {
                Table table = Stream.of(Table.values())
                        .filter(t -> t.sqlName().equals(write.path("table").asText()))
                        .findFirst()
                        .orElseThrow();
                Map<String, String> rows = tables.get(table);
                List<String> values = new ArrayList<>();
                write.path("row").forEach(value -> values.add(value.asText()));
                StringBuilder key = new StringBuilder();
                table.key()
                        .forEach(column -> key.append(
                                        write.path("key").path(column).asText())
                                .append('/'));
                String old = switch (write.path("op").asText()) {
                    case "d" -> rows.remove(key.toString());
                    default -> rows.put(key.toString(), String.join("|", values));
                };
                assertThat(old == null).isEqualTo(write.path("op").asText().equals("c"));
            }
        }
        return tables;
    }

    private static Map<Table, Map<String, String>> tables() throws Exception {
        Map<Table, Map<String, String>> tables = new HashMap<>();
        try (Connection c = postgres.getPostgresDatabase().getConnection();
                Statement s = c.createStatement()) {
            for (Table table : Table.values()) {
                Map<String, String> rows = new HashMap<>();
                try (ResultSet r = s.executeQuery("SELECT * FROM " + table.sqlName())) {
                    while (r.next()) {
                        StringBuilder key = new StringBuilder();
                        for (String column : table.key()) {
                            key.append(r.getString(column)).append('/');
                        }
                        List<String> values = new ArrayList<>();
                        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                            values.add(r.getString(i));
                        }
                        rows.put(key.toString(), String.join("|", values));
                    }
                }
                tables.put(table, rows);
            }
        }
        return tables;
    }

    /** The transactions committed since the last call, empty ones left out. */
    private static List<Decoded> decoded() throws Exception {
        List<Decoded> transactions = new ArrayList<>();
        try (Connection c = postgres.getPostgresDatabase().getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT data FROM pg_logical_slot_get_changes('seen', NULL, NULL,"
                        + " 'include-xids', '0', 'skip-empty-xacts', '1')")) {
            List<String> messages = new ArrayList<>();
            int changes = 0;
            while (r.next()) {
                String data = r.getString(1);
                if (data.startsWith("message:")) {
                    messages.add(data.substring(data.indexOf("content:") + "content:".length()));
                } else if (data.startsWith("table ")) {
                    changes++;
                } else if (data.startsWith("COMMIT")) {
                    transactions.add(new Decoded(messages, changes));
                    messages = new ArrayList<>();
                    changes = 0;
                }
            }
        }
        return transactions;
    }
}
