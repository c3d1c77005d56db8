package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.Position;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.neo4j.driver.Driver;
import org.neo4j.driver.TransactionConfig;

/**
 * A {@link LineageGraph} in Neo4j 5 or newer.
 *
 * <p>Connects and creates its constraints at the first call, so it can be made while the server is away. A query sees whole
 * batches; one that takes several steps may see a batch that was folded between two of them. The driver stays the caller's.
 */
public final class Neo4jLineageGraph extends Neo4jReader implements LineageGraph {

    private final Transactions transactions;
    private final Keys keys;
    private final TransactionConfig query;
    private final TransactionConfig fold;
    private final GraphFolding folding;

    /**
     * Makes the graph of a tenant on a driver. Graphs of several tenants may share one.
     *
     * @param tenant slug: 1 to 40 of {@code a-z}, {@code 0-9} and {@code -}
     * @param queryTimeout most time one transaction of a query may take on the server
     * @param foldTimeout most time one transaction of a batch, an export or a drop may take on the server
     */
    public Neo4jLineageGraph(Driver driver, String tenant, Clock clock, Duration queryTimeout, Duration foldTimeout) {
        this(
                new Transactions(driver),
                new Keys(tenant),
                clock,
                Transactions.question(queryTimeout),
                Transactions.within(foldTimeout));
    }

    private Neo4jLineageGraph(
            Transactions transactions, Keys keys, Clock clock, TransactionConfig query, TransactionConfig fold) {
        super(transactions, keys, new EdgeMemory(), clock, query, Visibility.ALL, TimePoint.NOW);
        this.transactions = transactions;
        this.keys = keys;
        this.query = query;
        this.fold = fold;
        this.folding = new GraphFolding(transactions, keys, fold);
    }

    @Override
    public Position position(String log) {
        return transactions.read(query, tx -> new Positions(tx, keys).read(log));
    }

    @Override
    public long skipped(String log) {
        return transactions.read(query, tx -> new Positions(tx, keys).skipped(log));
    }

    @Override
    public Applied apply(Batch batch) {
        return folding.apply(batch);
    }

    @Override
    public void reset() {
        folding.reset();
    }

    @Override
    public void export(ExportForm form, Consumer<String> line) {
        transactions.read(fold, tx -> new StoredExport(tx, keys, form).lines()).forEach(line);
    }

    @Override
    public void prepare() {
        rehearse();
    }

    @Override
    public void close() {
        // the driver belongs to the caller
    }
}
