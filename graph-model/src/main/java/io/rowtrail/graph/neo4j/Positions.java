package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Position;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;

/** The position of each log, kept beside what was folded up to it. */
record Positions(TransactionContext tx) {

    /** Takes the write lock on a log's position, as the first thing a batch does, and returns it. */
    Position lock(String log) {
        Record row = tx.run(
                        "MERGE (p:Position {log: $log}) ON CREATE SET p.epoch = 0, p.nextIndex = 0"
                                + " SET p.locked = coalesce(p.locked, 0) + 1"
                                + " RETURN p.epoch AS epoch, p.nextIndex AS nextIndex",
                        Map.of("log", log))
                .single();
        return new Position(log, row.get("epoch").asLong(), row.get("nextIndex").asLong());
    }

    Position read(String log) {
        List<Record> rows = tx.run(
                        "MATCH (p:Position {log: $log}) RETURN p.epoch AS epoch, p.nextIndex AS nextIndex",
                        Map.of("log", log))
                .list();
        return rows.isEmpty()
                ? new Position(log, 0, 0)
                : new Position(
                        log,
                        rows.get(0).get("epoch").asLong(),
                        rows.get(0).get("nextIndex").asLong());
    }

    void write(Position position) {
        tx.run(
                        "MATCH (p:Position {log: $log}) SET p.epoch = $epoch, p.nextIndex = $nextIndex",
                        Map.of(
                                "log", position.log(),
                                "epoch", position.epoch(),
                                "nextIndex", position.nextIndex()))
                .consume();
    }

    /** Sets every position to 0 and marks the graph as being dropped, so that a drop cut short is ended before a fold. */
    void dropping() {
        tx.run("MERGE (p:Position {log: ''}) SET p.dropping = true").consume();
        tx.run("MATCH (p:Position) SET p.nextIndex = 0").consume();
    }

    boolean isDropping() {
        return !tx.run("MATCH (p:Position {log: ''}) WHERE p.dropping RETURN 1")
                .list()
                .isEmpty();
    }

    void dropped() {
        tx.run("MATCH (p:Position {log: ''}) DELETE p").consume();
    }
}
