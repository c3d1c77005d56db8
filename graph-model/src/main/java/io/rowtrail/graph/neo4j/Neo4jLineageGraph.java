package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.Position;
import io.rowtrail.graph.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.TransactionContext;

/**
 * A {@link LineageGraph} in Neo4j 5 or newer.
 *
 * <p>Connects and creates its constraints at the first call, so it can be made while the server is away. A query sees whole
 * batches; one that takes several steps may see a batch that was folded between two of them. The driver stays the caller's.
 */
public final class Neo4jLineageGraph extends Neo4jReader implements LineageGraph {

    private static final int DROPPED_AT_ONCE = 10_000;

    private final Transactions transactions;
    private final TransactionConfig query;
    private final TransactionConfig fold;
    private final ReentrantLock writes = new ReentrantLock();

    /**
     * Makes the graph on a driver.
     *
     * @param queryTimeout most time one transaction of a query may take on the server
     * @param foldTimeout most time one transaction of a batch, an export or a drop may take on the server
     */
    public Neo4jLineageGraph(Driver driver, Clock clock, Duration queryTimeout, Duration foldTimeout) {
        this(new Transactions(driver), clock, Transactions.within(queryTimeout), Transactions.within(foldTimeout));
    }

    private Neo4jLineageGraph(Transactions transactions, Clock clock, TransactionConfig query, TransactionConfig fold) {
        super(transactions, clock, query, Visibility.ALL);
        this.transactions = transactions;
        this.query = query;
        this.fold = fold;
    }

    @Override
    public Position position(String log) {
        return transactions.read(query, tx -> new Positions(tx).read(log));
    }

    @Override
    public Applied apply(Batch batch) {
        return writing(() -> {
            try (Session session = transactions.session()) {
                if (session.executeRead(tx -> new Positions(tx).isDropping(), query)) {
                    drop(session);
                }
                boolean[] again = {false};
                return session.executeWrite(
                        tx -> {
                            boolean retry = again[0];
                            again[0] = true;
                            return apply(tx, batch, retry);
                        },
                        fold);
            }
        });
    }

    /** A retry after a commit whose answer was lost finds its own batch folded. */
    private static Applied apply(TransactionContext tx, Batch batch, boolean retry) {
        Positions positions = new Positions(tx);
        Position position = positions.lock(batch.log());
        if (batch.epoch() < position.epoch()) {
            return new Applied.StaleEpoch(position);
        }
        Position next = new Position(batch.log(), batch.epoch(), batch.toIndex());
        if (retry && position.equals(next)) {
            return new Applied.Folded(next);
        }
        if (batch.fromIndex() != position.nextIndex()) {
            return new Applied.UnexpectedIndex(position);
        }
        BatchFold.apply(tx, batch.facts());
        positions.write(next);
        return new Applied.Folded(next);
    }

    @Override
    public void reset() {
        writing(() -> {
            try (Session session = transactions.session()) {
                session.executeWriteWithoutResult(tx -> new Positions(tx).dropping(), fold);
                drop(session);
                return true;
            }
        });
    }

    private void drop(Session session) {
        for (String type : GraphSchema.TYPES) {
            drop(session, "MATCH ()-[x:" + type + "]->() WITH x LIMIT $limit DELETE x RETURN count(*) AS gone");
        }
        for (String label : GraphSchema.LABELS) {
            drop(session, "MATCH (x:" + label + ") WITH x LIMIT $limit DETACH DELETE x RETURN count(*) AS gone");
        }
        session.executeWriteWithoutResult(tx -> new Positions(tx).dropped(), fold);
    }

    private void drop(Session session, String statement) {
        long gone = DROPPED_AT_ONCE;
        while (gone == DROPPED_AT_ONCE) {
            gone = session.executeWrite(
                    tx -> tx.run(statement, Map.of("limit", DROPPED_AT_ONCE))
                            .single()
                            .get("gone")
                            .asLong(),
                    fold);
        }
    }

    @Override
    public void export(ExportForm form, Consumer<String> line) {
        transactions.read(fold, tx -> new StoredExport(tx, form).lines()).forEach(line);
    }

    @Override
    public void close() {
        // the driver belongs to the caller
    }

    /** A drop must not run into a fold: it would take away what was just folded. */
    private <T> T writing(Supplier<T> question) {
        writes.lock();
        try {
            return Transactions.asking(question);
        } finally {
            writes.unlock();
        }
    }
}
