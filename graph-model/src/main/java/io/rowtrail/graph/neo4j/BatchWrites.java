package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.Teller;
import io.rowtrail.graph.fold.VersionOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.TransactionContext;

/** Gathers the writes of a batch and sends them in a few statements over many rows. */
final class BatchWrites {

    private static final int ROWS = 2_000;
    private static final Map<String, String[]> ENDS = Map.of(
            "READ_BY", new String[] {"Dataset", "Job"},
            "WRITES", new String[] {"Job", "Dataset"},
            "FLOWS_TO", new String[] {"Dataset", "Dataset"},
            "DERIVES", new String[] {"Column", "Column"},
            "LEADS_TO", new String[] {"Job", "Job"},
            "NAMED", new String[] {"Dataset", "Dataset"});

    private final TransactionContext tx;
    private final Keys keys;
    private final FoldMemory memory;
    private final Map<String, String> shapes = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> columns = new LinkedHashMap<>();
    private final List<Map<String, Object>> datasets = new ArrayList<>();
    private final List<Map<String, Object>> jobs = new ArrayList<>();
    private final List<Map<String, Object>> runs = new ArrayList<>();
    private final List<Map<String, Object>> statements = new ArrayList<>();
    private final Map<String, Map<String, Object>> versions = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> speaking = new LinkedHashMap<>();
    private final List<Map<String, Object>> settled = new ArrayList<>();
    private final List<Map<String, Object>> turned = new ArrayList<>();
    private final List<Map<String, Object>> former = new ArrayList<>();
    private final List<Map<String, Object>> linked = new ArrayList<>();
    private final List<Map<String, Object>> goneVersions = new ArrayList<>();
    private final Map<String, List<Map<String, Object>>> created = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> changed = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> deleted = new LinkedHashMap<>();

    BatchWrites(TransactionContext tx, Keys keys, FoldMemory memory) {
        this.tx = tx;
        this.keys = keys;
        this.memory = memory;
    }

    void dataset(Map<String, Object> row) {
        datasets.add(row);
    }

    void job(Map<String, Object> row) {
        jobs.add(row);
    }

    /** A teller says something of the names of a dataset. */
    void speaks(Teller teller, DatasetId dataset) {
        Map<String, Object> row = new HashMap<>(row(keys.of(teller), Map.of()));
        row.put("dataset", keys.of(dataset));
        speaking.computeIfAbsent(teller instanceof Teller.OfRun ? "Run" : "Statement", l -> new ArrayList<>())
                .add(row);
    }

    /** Events that another one stands for from now on; each is written once and only read when the run is folded anew. */
    void settled(Teller teller, List<LoggedFacts> events) {
        for (LoggedFacts event : events) {
            StoredEvent stored = StoredEvent.of(keys, event, memory.shapes());
            shapes.putAll(stored.shapes());
            settled.add(row(
                    Keys.hash(keys.of(teller), event.digest()),
                    Map.of("tenant", keys.tenant(), "run", keys.of(teller), "event", stored.text())));
        }
    }

    /** Names of a dataset were ended or made anew. */
    void turned(DatasetId dataset) {
        turned.add(row(keys.of(dataset), Map.of()));
    }

    /** Rows of {@link FormerColumns#MARK}. */
    void former(List<Map<String, Object>> rows) {
        former.addAll(rows);
    }

    void teller(Teller teller, List<LoggedFacts> before, List<LoggedFacts> now) {
        List<String> events = new ArrayList<>();
        for (LoggedFacts event : now) {
            StoredEvent stored = StoredEvent.of(keys, event, memory.shapes());
            events.add(stored.text());
            shapes.putAll(stored.shapes());
        }
        if (teller instanceof Teller.OfRun) {
            run(now, events);
            versions(before, now);
            return;
        }
        String entity = teller instanceof Teller.OfJob job
                ? "job " + keys.of(job.job())
                : teller instanceof Teller.OfDataset dataset ? "dataset " + keys.of(dataset.dataset()) : "";
        statements.add(row(
                keys.of(teller),
                Map.of("tenant", keys.tenant(), "entity", entity, "events", PackedTexts.value(events))));
    }

    private void run(List<LoggedFacts> now, List<String> events) {
        RunView view = RunFold.outline(now);
        Map<String, Object> row = new HashMap<>(row(
                keys.of(view.id()),
                Map.of(
                        "job", keys.of(view.job()),
                        "order", VersionOrder.key(view.startedAt(), view.id()),
                        "events", PackedTexts.value(events))));
        row.put(
                "jobs",
                now.stream()
                        .map(e -> keys.of(((RunFacts) e.facts()).job().id()))
                        .distinct()
                        .toList());
        runs.add(row);
    }

    private void versions(List<LoggedFacts> before, List<LoggedFacts> now) {
        Map<String, Map<String, Object>> places = places(now);
        if (!before.isEmpty()) {
            places(before).forEach((place, row) -> {
                if (!places.containsKey(place)) {
                    goneVersions.add(row);
                }
            });
        }
        versions.putAll(places);
    }

    /** A version has no key but its place in the order of its dataset's versions, and no name but the run's unless told. */
    private Map<String, Map<String, Object>> places(List<LoggedFacts> run) {
        Map<String, Map<String, Object>> places = new LinkedHashMap<>();
        for (VersionView version : RunFold.versions(run)) {
            Map<String, Object> row = new HashMap<>();
            row.put("dataset", keys.of(version.dataset()));
            row.put("order", VersionOrder.key(version, Keys::bounded));
            row.put("version", version.version().equals(version.run().uuid()) ? null : version.version());
            places.put(row.get("dataset") + " " + row.get("order"), row);
        }
        return places;
    }

    /** @param then what is stored; null for an edge that is new */
    void edge(Edge edge, EdgeReach reach, @Nullable EdgeReach then) {
        (then == null ? created : changed)
                .computeIfAbsent(EdgeRows.type(edge), t -> new ArrayList<>())
                .add(then == null ? EdgeRows.row(keys, edge, reach) : EdgeRows.change(keys, edge, then, reach));
        if (then == null && edge instanceof Edge.Derive derive) {
            Stream.of(derive.edge().from(), derive.edge().to()).forEach(this::column);
        }
        if (then == null && edge instanceof Edge.Link link && link.kind() == JobLink.Kind.DATA) {
            Stream.of(link.from(), link.to()).forEach(job -> linked.add(row(keys.of(job), Map.of())));
        }
    }

    private void column(ColumnRef column) {
        columns.computeIfAbsent(
                keys.of(column),
                key -> row(
                        key,
                        Map.of(
                                "dataset", keys.of(column.dataset()),
                                "namespace", column.dataset().namespace(),
                                "name", column.dataset().name(),
                                "field", column.field(),
                                "tenant", keys.tenant(),
                                "words", Keys.words(column.field()))));
    }

    void delete(Edge edge) {
        deleted.computeIfAbsent(EdgeRows.type(edge), t -> new ArrayList<>()).add(row(keys.of(edge), Map.of()));
    }

    /** What is written to the edges that {@link EdgeMemory} keeps. */
    Positions.Change change() {
        boolean none = EdgeMemory.TYPES.stream()
                .allMatch(type -> !created.containsKey(type)
                        && !deleted.containsKey(type)
                        && changed.getOrDefault(type, List.of()).stream().allMatch(EdgeRows::restates));
        return none ? Positions.Change.NONE : Positions.Change.SOME;
    }

    void flush() {
        List<Map<String, Object>> shapeRows = new ArrayList<>();
        shapes.forEach((hash, json) -> shapeRows.add(row(hash, Map.of("tenant", keys.tenant(), "json", json))));
        send("MERGE (s:Shape {hash: row.key}) ON CREATE SET s += row.properties", shapeRows);
        send("MERGE (n:Dataset {key: row.key}) SET n += row.properties", datasets);
        send("MERGE (n:Job {key: row.key}) SET n += row.properties", jobs);
        send("MERGE (n:Column {key: row.key}) ON CREATE SET n += row.properties", List.copyOf(columns.values()));
        send(
                "MERGE (n:Run {key: row.key}) SET n += row.properties"
                        + " WITH n, row UNWIND row.jobs AS job MATCH (j:Job {key: job}) MERGE (n)-[:RUN_OF]->(j)",
                runs);
        send("MERGE (n:Statement {key: row.key}) SET n += row.properties", statements);
        send(
                "MATCH (n:DatasetVersion {dataset: row.dataset, order: row.order})"
                        + " USING INDEX n:DatasetVersion(dataset, order) DETACH DELETE n",
                goneVersions);
        send(
                "OPTIONAL MATCH (n:DatasetVersion {dataset: row.dataset, order: row.order})"
                        + " USING INDEX n:DatasetVersion(dataset, order) WITH row, n WHERE n IS NULL"
                        + " CREATE (v:DatasetVersion {dataset: row.dataset, order: row.order}) SET v.version = row.version",
                List.copyOf(versions.values()));
        send("MERGE (n:Settled {key: row.key}) ON CREATE SET n += row.properties", settled);
        send("MATCH (n:Dataset {key: row.key}) SET n.turned = true", turned);
        speaking.forEach((label, rows) -> send(
                "MATCH (n:" + label
                        + " {key: row.key}) MATCH (d:Dataset {key: row.dataset}) MERGE (n)-[:SPEAKS_OF]->(d)",
                rows));
        created.forEach((type, rows) -> send(create(type), rows));
        changed.forEach((type, rows) -> send(found(type) + " SET r += row.properties", rows));
        deleted.forEach((type, rows) -> send(found(type) + " DELETE r", rows));
        send(FormerColumns.MARK, former);
        send("MATCH (n:Job {key: row.key}) SET n.linked = true", linked);
    }

    /** Names the index, as a plan made while the store is empty would scan. */
    private static String found(String type) {
        return "MATCH ()-[r:" + type + " {key: row.key}]->() USING INDEX SEEK r:" + type + "(key)";
    }

    private static String create(String type) {
        String[] ends = ENDS.getOrDefault(type, new String[] {"", ""});
        return "MATCH (a:" + ends[0] + " {key: row.from}) USING INDEX SEEK a:" + ends[0] + "(key) MATCH (b:" + ends[1]
                + " {key: row.to}) USING INDEX SEEK b:" + ends[1] + "(key) CREATE (a)-[r:"
                + type + " {key: row.key}]->(b) SET r += row.properties";
    }

    private void send(String perRow, List<Map<String, Object>> rows) {
        for (int from = 0; from < rows.size(); from += ROWS) {
            List<Map<String, Object>> part = rows.subList(from, Math.min(from + ROWS, rows.size()));
            tx.run("UNWIND $rows AS row " + perRow, Map.of("rows", part)).consume();
        }
    }

    private static Map<String, Object> row(String key, Map<String, Object> properties) {
        return Map.of("key", key, "properties", properties);
    }
}
