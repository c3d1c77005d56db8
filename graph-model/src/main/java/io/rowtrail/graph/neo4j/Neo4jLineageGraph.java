package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.ColumnDiff;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.GraphException;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.Position;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.ColumnWalk;
import io.rowtrail.graph.fold.LineageWalk;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * A {@link LineageGraph} in Neo4j 5 or newer.
 *
 * <p>Connects and creates its constraints at the first call, so it can be made while the server is away. A query sees whole
 * batches; one that takes several steps may see a batch that was folded between two of them. The driver stays the caller's.
 */
public final class Neo4jLineageGraph implements LineageGraph {

    private static final int DROPPED_AT_ONCE = 10_000;

    private final Driver driver;
    private final Clock clock;
    private final TransactionConfig query;
    private final TransactionConfig fold;
    private final ReentrantLock writes = new ReentrantLock();
    private volatile boolean prepared;

    /**
     * Makes the graph on a driver.
     *
     * @param queryTimeout most time one transaction of a query may take on the server
     * @param foldTimeout most time one transaction of a batch, an export or a drop may take on the server
     */
    public Neo4jLineageGraph(Driver driver, Clock clock, Duration queryTimeout, Duration foldTimeout) {
        this.driver = driver;
        this.clock = clock;
        this.query = TransactionConfig.builder().withTimeout(queryTimeout).build();
        this.fold = TransactionConfig.builder().withTimeout(foldTimeout).build();
    }

    @Override
    public Position position(String log) {
        return read(query, tx -> new Positions(tx).read(log));
    }

    @Override
    public Applied apply(Batch batch) {
        return writing(() -> {
            try (Session session = session()) {
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
            try (Session session = session()) {
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
    public Optional<NodeId> resolve(List<NodeId> readings) {
        return read(
                query,
                tx -> readings.stream().filter(new StoredEdges(tx)::exists).findFirst());
    }

    @Override
    public Optional<Lineage> lineage(LineageQuery asked) {
        return read(within(asked), tx -> LineageWalk.answer(new StoredEdges(tx), asked, clock));
    }

    @Override
    public Optional<ColumnGraph> columnLineage(LineageQuery asked) {
        return read(within(asked), tx -> ColumnWalk.answer(new StoredEdges(tx), asked, clock));
    }

    /** The server gives up some time after the walk should have, so that a walk that keeps its time is never broken off. */
    private static TransactionConfig within(LineageQuery asked) {
        return TransactionConfig.builder()
                .withTimeout(asked.limits().time().multipliedBy(2).plusSeconds(5))
                .build();
    }

    @Override
    public ColumnDiff columnDiff(DatasetId dataset, RunId left, RunId right) {
        return read(query, tx -> {
            Lists lists = new Lists(tx);
            return ColumnDiff.between(
                    dataset, left, columns(lists, dataset, left), right, columns(lists, dataset, right));
        });
    }

    private static List<ColumnEdge> columns(Lists lists, DatasetId dataset, RunId run) {
        return lists.run(run).map(RunView::columns).orElse(List.of()).stream()
                .filter(e -> e.to().dataset().equals(dataset))
                .toList();
    }

    @Override
    public List<String> namespaces() {
        return read(query, tx -> new Lists(tx).namespaces());
    }

    @Override
    public Page<DatasetView> datasets(String namespace, PageRequest page) {
        return read(query, tx -> new Lists(tx).datasets(namespace, page));
    }

    @Override
    public Optional<DatasetView> dataset(DatasetId id) {
        return read(query, tx -> new Lists(tx).dataset(id));
    }

    @Override
    public List<ColumnRef> columns(DatasetId dataset) {
        return read(query, tx -> new StoredEdges(tx).columns(dataset));
    }

    @Override
    public Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        return read(query, tx -> new Lists(tx).versions(dataset, page));
    }

    @Override
    public Page<JobView> jobs(String namespace, PageRequest page) {
        return read(query, tx -> new Lists(tx).jobs(namespace, page));
    }

    @Override
    public Optional<JobView> job(JobId id) {
        return read(query, tx -> new Lists(tx).job(id));
    }

    @Override
    public Page<RunView> runs(JobId job, PageRequest page) {
        return read(query, tx -> new Lists(tx).runs(job, page));
    }

    @Override
    public Optional<RunView> run(RunId id) {
        return read(query, tx -> new Lists(tx).run(id));
    }

    @Override
    public List<NodeId> search(String text, int limit) {
        return read(query, tx -> new Lists(tx).search(text, limit));
    }

    @Override
    public void export(ExportForm form, Consumer<String> line) {
        read(fold, tx -> new StoredExport(tx, form).lines()).forEach(line);
    }

    @Override
    public void close() {
        // the driver belongs to the caller
    }

    private <T> T read(TransactionConfig config, Function<TransactionContext, T> work) {
        return asking(() -> {
            try (Session session = session()) {
                return session.executeRead(work::apply, config);
            }
        });
    }

    private Session session() {
        Session session = driver.session();
        if (!prepared) {
            GraphSchema.create(session);
            prepared = true;
        }
        return session;
    }

    /** A drop must not run into a fold: it would take away what was just folded. */
    private <T> T writing(Question<T> question) {
        writes.lock();
        try {
            return asking(question);
        } finally {
            writes.unlock();
        }
    }

    private interface Question<T> {
        T ask();
    }

    private static <T> T asking(Question<T> question) {
        try {
            return question.ask();
        } catch (Neo4jException e) {
            throw new GraphException("Neo4j did not answer: " + e.code(), e);
        }
    }
}
