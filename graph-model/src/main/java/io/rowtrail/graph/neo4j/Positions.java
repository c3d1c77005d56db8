package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Position;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;

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

    /** @param skipped how many more entries are left out */
    void write(Position position, long skipped) {
        tx.run(
                        "MATCH (p:Position {key: $key}) SET p.epoch = $epoch, p.nextIndex = $nextIndex,"
                                + " p.skipped = coalesce(p.skipped, 0) + $skipped",
                        Map.of(
                                "key", keys.ofLog(position.log()),
                                "epoch", position.epoch(),
                                "nextIndex", position.nextIndex(),
                                "skipped", skipped))
                .consume();
    }

    /** Sets every position to 0 and marks the graph as being dropped, so that a drop cut short is ended before a fold. */
    void dropping() {
        run("MERGE (g:Graph {tenant: $tenant}) ON CREATE SET g.generation = 0"
                + " SET g.dropping = true, g.generation = g.generation + 1");
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
