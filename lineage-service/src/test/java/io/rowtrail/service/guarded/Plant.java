package io.rowtrail.service.guarded;

import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.service.SampleLake;
import io.rowtrail.service.guarded.Bodies.Named;
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
import org.jspecify.annotations.Nullable;

/**
 * Two tenants with the same names in them and secrets of their own, marked so that an answer that holds one is recognised:
 * {@value #OPEN} in what everybody of the tenant alpha may know, {@value #SEALED} in what only those may whom no namespaces
 * limit, {@value #OTHER} in the tenant beta.
 */
final class Plant {
    static final String OPEN = "QA7open";
    static final String SEALED = "QA7sealed";
    static final String OTHER = "QB9other";

    private static final int INCARNATION = 3;
    private static final String OPEN_TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SEALED_TRACE = "1af7651916cd43dd8448eb211c80319d";
    private static final Named SALES = new Named("open", "sale_line");
    private static final Named HIDDEN = new Named("sealed", SEALED);
    private static final List<String> LIMITS = List.of("open", "opened*");
    private static @Nullable Plant planted;

    private final URI service;
    private final Client host;
    private final Client alpha;
    private final Client beta;

    /** Of the tenant alpha: one who may do and know all, and one who may know of the namespace {@code open}. */
    final Client whole;

    final Client limited;

    /** Of the tenant alpha: one who told of hidden things alone. */
    private final Client discreet;

    /** Of the tenant beta, with every role. */
    final Client stranger;

    /** Things of alpha that everybody there may know, that only some may, and things there are not. */
    final Map<String, String> open = new HashMap<>();

    final Map<String, String> sealed = new HashMap<>();
    final Map<String, String> absent = new HashMap<>();

    private Plant(URI service, String lakeUri, String warehouse) {
        this.service = service;
        this.host = new Client(service, GuardedStack.BOOTSTRAP);
        this.alpha = tenant("alpha");
        this.beta = tenant("beta");
        this.whole = key(alpha, SEALED + "-whole", Calls.ROLES, List.of("*"));
        this.limited = key(alpha, "limited", Calls.LIMITABLE, LIMITS);
        this.discreet = key(alpha, SEALED + "-discreet", Calls.ROLES, List.of("*"));
        this.stranger = key(beta, OTHER, Calls.ROLES, List.of("*"));
        names();
        lineage();
        changes();
        lake(lakeUri, warehouse);
        rest();
    }

    /** The one of this run of the service. */
    static synchronized Plant in(URI service, String lakeUri, String warehouse) {
        Plant known = planted;
        if (known == null) {
            known = new Plant(service, lakeUri, warehouse);
            planted = known;
        }
        return known;
    }

    /** The first administrator of a tenant of its own, in which there is nothing. */
    Client tenant(String slug) {
        Bodies.good(host.post("/api/v1/tenants", Bodies.json(Map.of("slug", slug))));
        return client(host, Map.of("name", "boss", "roles", List.of("admin"), "tenant", slug));
    }

    Client key(Client admin, String name, List<String> roles, List<String> namespaces) {
        return client(admin, Map.of("name", name, "roles", roles, "namespaces", namespaces));
    }

    /** Of the tenant alpha, with one role, knowing of what {@link #limited} knows. */
    Client limitedTo(String role) {
        return key(alpha, "limited-" + role, List.of(role), LIMITS);
    }

    /** Of the tenant beta, with one role. */
    Client strangerWith(String role) {
        return key(beta, OTHER + "-" + role, List.of(role), List.of("*"));
    }

    /** With a key that was good until its end or until it was revoked. */
    Client formerly(String name, Map<String, String> terms) {
        Map<String, Object> order = new HashMap<>(terms);
        order.putAll(Map.of("name", name, "roles", Calls.ROLES));
        return client(alpha, order);
    }

    void revoke(String name) {
        alpha.send("DELETE", "/api/v1/keys/" + name, "");
    }

    private Client client(Client admin, Map<String, Object> order) {
        String text = Bodies.good(admin.post("/api/v1/keys", Bodies.json(order)))
                .path("key")
                .asText();
        return new Client(service, text);
    }

    private void names() {
        open.putAll(Map.of("namespace", "open", "name", "sale_line", "field", "b", "traceId", OPEN_TRACE));
        open.putAll(Map.of("dataset", "dataset:open:sale_line", "key", "{\"sale_id\":1,\"line_no\":1}"));
        open.putAll(Map.of("report", "sale_line", "log", "alpha", "metaLog", "alpha", "path", "0/000.p/1"));
        open.put("actor", "limited");
        sealed.putAll(Map.of("namespace", "sealed", "name", SEALED, "field", "b", "traceId", SEALED_TRACE));
        sealed.putAll(Map.of("dataset", "dataset:iceberg://lake:gold.t", "key", "{\"month\":\"" + SEALED + "\"}"));
        sealed.putAll(
                Map.of("report", SEALED, "log", "alpha-meta", "metaLog", "alpha-meta", "path", "entries/000.p/1"));
        sealed.put("actor", SEALED + "-discreet");
        absent.putAll(Map.of("namespace", "nought", "name", "QA7absent", "field", "b"));
        absent.putAll(Map.of("traceId", "2af7651916cd43dd8448eb211c80319e", "pack", uuid(), "id", uuid()));
        absent.put("reader", absent.get("id"));
        absent.putAll(Map.of("dataset", "dataset:iceberg://lake:gold.u", "key", "{\"month\":\"QA7absent\"}"));
        absent.putAll(Map.of("report", "QA7absent", "log", "nolog-meta", "metaLog", "nolog-meta"));
        List.of(open, sealed, absent)
                .forEach(thing ->
                        thing.putAll(Map.of("asset", "datasets", "version", uuid(), "source", thing.get("namespace"))));
        absent.putAll(Map.of("path", "entries/000.p/1", "entry", "nolog:7", "item", "0".repeat(32), "actor", "nobody"));
    }

    private void lineage() {
        open.put("id", uuid());
        open.put("reader", uuid());
        sealed.put("id", uuid());
        sealed.put("reader", sealed.get("id"));
        // The greatest id of runs at one time is that of the newest: what others read is what it wrote.
        sealed.put("writer", "ffffffff" + uuid().substring(8));
        Named incoming = new Named("open", "opened_in");
        Named bridge = new Named("open", "bridge");
        open.put("entry", run(whole, open.get("id"), SALES, incoming, SALES, OPEN));
        sealed.put("entry", run(discreet, sealed.get("id"), HIDDEN, SALES, HIDDEN, SEALED));
        run(discreet, uuid(), bridge, HIDDEN, bridge, SEALED);
        run(discreet, sealed.get("writer"), new Named("sealed", SEALED + "-writer"), HIDDEN, SALES, SEALED);
        Named reading = new Named("open", "reading");
        run(whole, open.get("reader"), reading, SALES, reading, OPEN);
        run(stranger, uuid(), SALES, incoming, SALES, OTHER);
    }

    private static String run(Client by, String run, Named job, Named from, Named to, String secret) {
        return Bodies.good(by.post("/api/v1/lineage?wait=graph", Bodies.run(run, job, from, to, secret)))
                .path("entry")
                .asText();
    }

    private void changes() {
        changes(discreet, 1, SEALED_TRACE, HIDDEN, 11);
        changes(whole, 2, OPEN_TRACE, SALES, 1);
        changes(stranger, 1, OPEN_TRACE, new Named("open", OTHER), 5);
    }

    private static void changes(Client by, long counter, String trace, Named table, int rows) {
        Bodies.good(by.post("/api/v1/changes", Bodies.changes(INCARNATION, counter, trace, table, rows)));
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
        report(whole, "sale_line", "dataset:open:sale_line", OPEN);
        report(whole, SEALED, "dataset:iceberg://lake:gold.t", SEALED);
        key(whole, SEALED, List.of("engineer"), List.of("*"));
        sealed.put("item", refused(discreet, SEALED));
        open.put("item", refused(limited, OPEN));
        String pack = Bodies.good(whole.post("/api/v1/audit/evidence", "{}"))
                .path("id")
                .asText();
        open.put("pack", pack);
        sealed.put("pack", pack);
    }

    private static void report(Client by, String name, String dataset, String measure) {
        Bodies.good(by.send(
                "PUT",
                "/api/v1/reports/" + name,
                Bodies.json(Map.of("dataset", dataset, "key", List.of("month"), "measures", List.of(measure)))));
    }

    /** The name under which a refused event is kept. */
    private static String refused(Client by, String secret) {
        HttpResponse<String> answer = by.post("/api/v1/lineage", "{\"" + secret + "\":1}");
        return answer.body().replaceAll("(?s).*kept in quarantine as (\\w+).*", "$1");
    }

    /** What must be in no answer to {@link #limited}: words, names and ids of what is hidden from them. */
    String[] sealedMarks() {
        return new String[] {
            SEALED, "\"sealed\"", ":sealed:", sealed.getOrDefault("id", ""), sealed.getOrDefault("writer", "")
        };
    }

    /** What must be in no answer to {@link #stranger}. */
    String[] alphaMarks() {
        return new String[] {OPEN, SEALED, SEALED_TRACE, open.getOrDefault("id", ""), sealed.getOrDefault("id", "")};
    }

    /** Tells much more of what is hidden from {@link #limited}, and touches nothing beside it. */
    void moreIsSealed() {
        more(whole, new Named("sealed", SEALED + "-more"), HIDDEN, SEALED_TRACE, SEALED + "-more");
    }

    /** Tells much more of the tenant beta, of which nobody in alpha may know. */
    void moreOfTheOther() {
        more(stranger, new Named("open", OTHER + "-more"), SALES, OPEN_TRACE, OTHER + "-more");
    }

    private void more(Client by, Named fresh, Named known, String trace, String secret) {
        run(by, uuid(), fresh, known, fresh, secret);
        // not by the job that is known: what its latest run no longer states of its neighbours ends
        run(by, uuid(), fresh, fresh, known, secret);
        changes(by, 7, "3af7651916cd43dd8448eb211c80319f", fresh, 3);
        changes(by, 8, trace, fresh, 3);
        report(by, secret, "dataset:" + fresh.namespace() + ":" + fresh.name(), secret);
        key(by, secret, List.of("engineer"), List.of("*"));
        refused(by, secret);
        Bodies.good(by.post("/api/v1/audit/evidence", "{}"));
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }
}
