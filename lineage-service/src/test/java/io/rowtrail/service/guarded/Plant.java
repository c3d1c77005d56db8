package io.rowtrail.service.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.service.Events;
import io.rowtrail.service.SampleLake;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.ChangeOrdinal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Two tenants with the same names in them and secrets of their own, marked so that an answer that holds one is recognised:
 * {@value #OPEN} in what everybody of the tenant alpha may know, {@value #SEALED} in what only those may whom no namespaces
 * limit, {@value #OTHER} in the tenant beta.
 */
final class Plant {
    static final String OPEN = "QA7open";
    static final String SEALED = "QA7sealed";
    static final String OTHER = "QB9other";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INCARNATION = 3;
    private static final String OPEN_TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SEALED_TRACE = "1af7651916cd43dd8448eb211c80319d";
    private static final List<String> ALL_ROLES =
            List.of("producer", "engineer", "rows", "auditor", "privacy", "records", "operator", "admin");

    private final URI service;
    private final Client host;

    /** Of the tenant alpha: one who may do and know all, and one who may know of the namespace {@code open}. */
    final Client whole;

    final Client limited;

    /** Of the tenant beta, with every role. */
    final Client stranger;

    /** Things of alpha that everybody there may know, that only some may, and things there are not. */
    final Map<String, String> open = new HashMap<>();

    final Map<String, String> sealed = new HashMap<>();
    final Map<String, String> absent = new HashMap<>();

    Plant(URI service, String lakeUri, String warehouse) {
        this.service = service;
        this.host = new Client(service, GuardedStack.BOOTSTRAP);
        Client alpha = tenant("alpha");
        Client beta = tenant("beta");
        this.whole = key(alpha, SEALED + "-whole", ALL_ROLES, List.of("*"));
        this.limited = key(alpha, "limited", ALL_ROLES.subList(0, 7), List.of("open", "opened*"));
        this.stranger = key(beta, OTHER, ALL_ROLES, List.of("*"));
        names();
        lineage();
        changes();
        lake(lakeUri, warehouse);
        rest();
    }

    private Client tenant(String slug) {
        created(host.post("/api/v1/tenants", "{\"slug\":\"" + slug + "\"}"));
        return key(host, "boss", List.of("admin"), List.of("*"), slug);
    }

    /** The first administrator of a tenant of its own, in which there is nothing. */
    Client emptyTenant(String slug) {
        return tenant(slug);
    }

    Client key(Client admin, String name, List<String> roles, List<String> namespaces) {
        return key(admin, name, roles, namespaces, null);
    }

    private Client key(
            Client admin,
            String name,
            List<String> roles,
            List<String> namespaces,
            @org.jspecify.annotations.Nullable String tenant) {
        Map<String, Object> order = new HashMap<>(Map.of("name", name, "roles", roles, "namespaces", namespaces));
        if (tenant != null) {
            order.put("tenant", tenant);
        }
        return new Client(
                service,
                created(admin.post("/api/v1/keys", json(order))).path("key").asText());
    }

    private void names() {
        open.putAll(Map.of("namespace", "open", "name", "sale_line", "field", "b", "traceId", OPEN_TRACE));
        open.putAll(Map.of("dataset", "dataset:open:sale_line", "key", "{\"sale_id\":1,\"line_no\":1}"));
        open.putAll(Map.of("report", "sale_line", "log", "alpha", "metaLog", "alpha", "path", "0/000.p/1"));
        sealed.putAll(Map.of("namespace", "sealed", "name", SEALED, "field", "b", "traceId", SEALED_TRACE));
        sealed.putAll(Map.of("dataset", "dataset:iceberg://lake:gold.t", "key", "{\"month\":\"" + SEALED + "\"}"));
        sealed.putAll(
                Map.of("report", SEALED, "log", "alpha-meta", "metaLog", "alpha-meta", "path", "entries/000.p/1"));
        absent.putAll(Map.of("namespace", "nought", "name", "QA7absent", "field", "b"));
        absent.putAll(Map.of("traceId", "2af7651916cd43dd8448eb211c80319e", "pack", uuid(), "id", uuid()));
        absent.putAll(Map.of("dataset", "dataset:iceberg://lake:gold.u", "key", "{\"month\":\"QA7absent\"}"));
        absent.putAll(Map.of("report", "QA7absent", "log", "nolog-meta", "metaLog", "nolog-meta"));
        List.of(open, sealed, absent)
                .forEach(thing ->
                        thing.putAll(Map.of("asset", "datasets", "version", uuid(), "source", thing.get("namespace"))));
        absent.putAll(Map.of("path", "entries/000.p/1", "entry", "nolog:7", "item", "999999"));
    }

    private void lineage() {
        open.put("id", uuid());
        sealed.put("id", uuid());
        open.put("entry", run(whole, open.get("id"), "open", "sale_line", "open", "opened_in", OPEN));
        sealed.put("entry", run(whole, sealed.get("id"), "sealed", SEALED, "open", "sale_line", SEALED));
        run(whole, uuid(), "open", "bridge", "sealed", SEALED, SEALED);
        run(stranger, uuid(), "open", "sale_line", "open", "opened_in", OTHER);
    }

    /** A run of the job {@code to}, which makes the dataset {@code to} from {@code from}, with a secret in its facets. */
    private static String run(
            Client by, String run, String namespace, String to, String fromNamespace, String from, String secret) {
        String event = Events.run(run, "COMPLETE", "2026-01-02T03:04:05Z", to, from, to)
                .replace(
                        "{\"namespace\":\"test\",\"name\":\"" + from,
                        "{\"namespace\":\"" + fromNamespace + "\",\"name\":\"" + from)
                .replace("\"namespace\":\"test\"", "\"namespace\":\"" + namespace + "\"")
                .replace(
                        "\"run\":{\"runId\":\"" + run + "\"",
                        "\"run\":{\"runId\":\"" + run
                                + "\",\"facets\":{\"errorMessage\":{\"_producer\":\"https://example.org\","
                                + "\"_schemaURL\":\"https://openlineage.io/spec/facets/1-0-1/ErrorMessageRunFacet.json\","
                                + "\"message\":\"" + secret + "\",\"programmingLanguage\":\"" + secret + "\"}}");
        return created(by.post("/api/v1/lineage?wait=graph", event))
                .path("entry")
                .asText();
    }

    private void changes() {
        created(whole.post("/api/v1/changes", changes(1, SEALED_TRACE, "sealed", SEALED, 11)));
        created(whole.post("/api/v1/changes", changes(2, OPEN_TRACE, "open", "sale_line", 1)));
        created(stranger.post("/api/v1/changes", changes(1, OPEN_TRACE, "open", OTHER, 5)));
    }

    private static String changes(long counter, String trace, String namespace, String table, int rows) {
        return Events.changes(INCARNATION, counter, trace, rows)
                .replace("postgres://127.0.0.1:15432", namespace)
                .replace("shop.public.sale_line", table);
    }

    private void lake(String uri, String warehouse) {
        ChangeOrdinal first = ChangeOrdinal.of(INCARNATION, 1);
        ChangeOrdinal second = ChangeOrdinal.of(INCARNATION, 2);
        try (Lake lake = Lake.open(new LakeConfig("lake", uri, "postgres", "", warehouse))) {
            SampleLake sample = new SampleLake(lake);
            sample.changes("shop" + INCARNATION, List.of(new SampleLake.Change("c", second, 1, OPEN_TRACE)));
            sample.output("gold", "t", sealed.get("id"), Map.of(SEALED, TagSet.of(first.value(), second.value())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rest() {
        report("sale_line", "dataset:open:sale_line", "sale_id", OPEN);
        report(SEALED, "dataset:iceberg://lake:gold.t", "month", SEALED);
        whole.post("/api/v1/keys", json(Map.of("name", SEALED, "roles", List.of("engineer"))));
        String refused = whole.post("/api/v1/lineage", "{\"" + SEALED + "\":1}").body();
        sealed.put("item", refused.replaceAll("(?s).*kept in quarantine as (\\d+).*", "$1"));
        String mine = limited.post("/api/v1/lineage", "{\"" + OPEN + "\":1}").body();
        open.put("item", mine.replaceAll("(?s).*kept in quarantine as (\\d+).*", "$1"));
        HttpResponse<String> pack = whole.post("/api/v1/audit/evidence", "{}");
        String id = read(pack.body()).path("id").asText();
        open.put("pack", id);
        sealed.put("pack", id);
    }

    private void report(String name, String dataset, String key, String measure) {
        HttpResponse<String> answer = whole.send(
                "PUT",
                "/api/v1/reports/" + name,
                json(Map.of("dataset", dataset, "key", List.of(key), "measures", List.of(measure))));
        created(answer);
    }

    private static JsonNode created(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return read(answer.body());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }
}
