package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Value;

/** The position of each log of a tenant, kept beside what was folded up to it. */
record Positions(SimpleQueryRunner tx, Keys keys) {

    /**
     * What the lock was taken on.
     *
     * @param dropping a drop was begun and not ended: nothing may be folded before it is
     * @param generation how often this tenant's graph was dropped
     */
    record Locked(Position position, boolean dropping, long generation) {}

    /** Takes the write locks on a tenant and on a log's position, as the first thing a batch does. */
    Locked lock(String log) {
        Record row = tx.run(
                        "MERGE (g:Graph {tenant: $tenant}) ON CREATE SET g.generation = 0"
                                + " SET g.locked = coalesce(g.locked, 0) + 1"
                                + " MERGE (p:Position {key: $key})"
                                + " ON CREATE SET p.tenant = $tenant, p.log = $log, p.epoch = 0, p.nextIndex = 0"
                                + " RETURN p.epoch AS epoch, p.nextIndex AS nextIndex, g.generation AS generation,"
                                + " coalesce(g.dropping, false) AS dropping",
                        Map.of("tenant", keys.tenant(), "key", keys.ofLog(log), "log", log))
                .single();
        return new Locked(
                position(log, row),
                row.get("dropping").asBoolean(),
                row.get("generation").asLong());
    }

    Position read(String log) {
        List<Record> rows = tx.run(
                        "MATCH (p:Position {key: $key}) RETURN p.epoch AS epoch, p.nextIndex AS nextIndex",
                        Map.of("key", keys.ofLog(log)))
                .list();
        return rows.isEmpty() ? new Position(log, 0, 0) : position(log, rows.get(0));
    }

    private static Position position(String log, Record row) {
        return new Position(log, row.get("epoch").asLong(), row.get("nextIndex").asLong());
    }

    long skipped(String log) {
        return tx
                .run(
                        "MATCH (p:Position {key: $key}) RETURN coalesce(p.skipped, 0) AS skipped",
                        Map.of("key", keys.ofLog(log)))
                .stream()
                .mapToLong(row -> row.get("skipped").asLong())
                .sum();
    }

    /**
     * Ends a batch, under the lock it took.
     *
     * @param skipped how many more entries are left out
     * @param change whether edges between datasets, jobs and names are stored otherwise than before
     */
    void write(Position position, long skipped, Change change) {
        tx.run(
                        "MATCH (p:Position {key: $key}) SET p.epoch = $epoch, p.nextIndex = $nextIndex,"
                                + " p.skipped = coalesce(p.skipped, 0) + $skipped"
                                + " WITH p MATCH (g:Graph {tenant: $tenant})"
                                + " SET g.structure = CASE WHEN $same AND g.seen = g.locked - 1 THEN g.structure"
                                + " ELSE randomUUID() END, g.seen = g.locked",
                        Map.of(
                                "key", keys.ofLog(position.log()),
                                "tenant", keys.tenant(),
                                "epoch", position.epoch(),
                                "nextIndex", position.nextIndex(),
                                "skipped", skipped,
                                "same", change == Change.NONE))
                .consume();
    }

    /** What a batch did to the edges between datasets, jobs and names. */
    enum Change {
        NONE,
        SOME
    }

    /**
     * What the edges between datasets, jobs and names are called as they are stored now: as long as this is the same, so are
     * they. Empty while that is not known: before the first batch, while the graph is dropped, and after somebody held the
     * lock who does not say what was changed, as an older release.
     */
    Optional<String> structure() {
        return tx
                .run(
                        "MATCH (g:Graph {tenant: $tenant}) WHERE g.seen = g.locked AND g.dropping IS NULL"
                                + " RETURN g.structure AS structure",
                        Map.of("tenant", keys.tenant()))
                .stream()
                .map(row -> row.get("structure"))
                .filter(structure -> !structure.isNull())
                .map(Value::asString)
                .findFirst();
    }

    /** Sets every position to 0 and marks the graph as being dropped, so that a drop cut short is ended before a fold. */
    void dropping() {
        run("MERGE (g:Graph {tenant: $tenant}) ON CREATE SET g.generation = 0"
                + " SET g.dropping = true, g.generation = g.generation + 1 REMOVE g.structure, g.seen");
        run("MATCH (p:Position {tenant: $tenant}) SET p.nextIndex = 0, p.skipped = 0");
    }

    /** Takes the write lock on the tenant; whether a drop is still to be ended. */
    boolean lockDropping() {
        return tx
                .run(
                        "MATCH (g:Graph {tenant: $tenant}) SET g.locked = coalesce(g.locked, 0) + 1"
                                + " RETURN coalesce(g.dropping, false) AS dropping",
                        Map.of("tenant", keys.tenant()))
                .stream()
                .anyMatch(row -> row.get("dropping").asBoolean());
    }

    void dropped() {
        run("MATCH (g:Graph {tenant: $tenant}) REMOVE g.dropping");
    }

    private void run(String statement) {
        tx.run(statement, Map.of("tenant", keys.tenant())).consume();
    }
}
