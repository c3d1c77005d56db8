package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnDiff;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.ColumnWalk;
import io.rowtrail.graph.fold.LineageWalk;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.TransactionContext;

/** The queries, as somebody sees the graph who may not know all of it. */
class Neo4jReader implements LineageReader {

    private final Transactions transactions;
    private final Keys keys;
    private final Clock clock;
    private final TransactionConfig query;
    private final Visibility visibility;

    Neo4jReader(Transactions transactions, Keys keys, Clock clock, TransactionConfig query, Visibility visibility) {
        this.transactions = transactions;
        this.keys = keys;
        this.clock = clock;
        this.query = query;
        this.visibility = visibility;
    }

    @Override
    public final LineageReader seenBy(Visibility other) {
        return new Neo4jReader(transactions, keys, clock, query, visibility.and(other));
    }

    @Override
    public final Optional<NodeId> resolve(List<NodeId> readings) {
        return transactions.read(
                query, tx -> readings.stream().filter(lists(tx)::exists).findFirst());
    }

    @Override
    public final Optional<Lineage> lineage(LineageQuery asked) {
        return transactions.read(
                within(asked), tx -> LineageWalk.answer(new StoredEdges(tx, keys), seen(asked), clock));
    }

    @Override
    public final Optional<ColumnGraph> columnLineage(LineageQuery asked) {
        return transactions.read(within(asked), tx -> ColumnWalk.answer(new StoredEdges(tx, keys), seen(asked), clock));
    }

    private LineageQuery seen(LineageQuery asked) {
        return asked.seenBy(visibility.and(asked.visibility()));
    }

    /** The server gives up some time after the walk should have, so that a walk that keeps its time is never broken off. */
    private static TransactionConfig within(LineageQuery asked) {
        return Transactions.within(asked.limits().time().multipliedBy(2).plusSeconds(5));
    }

    @Override
    public final ColumnDiff columnDiff(DatasetId dataset, RunId left, RunId right) {
        return transactions.read(query, tx -> {
            Lists lists = lists(tx);
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
    public final List<String> namespaces() {
        return transactions.read(query, tx -> lists(tx).namespaces());
    }

    @Override
    public final Page<DatasetView> datasets(String namespace, PageRequest page) {
        return transactions.read(query, tx -> lists(tx).datasets(namespace, page));
    }

    @Override
    public final Optional<DatasetView> dataset(DatasetId id) {
        return transactions.read(query, tx -> lists(tx).dataset(id));
    }

    @Override
    public final List<ColumnRef> columns(DatasetId dataset) {
        return transactions.read(query, tx -> lists(tx).columns(dataset));
    }

    @Override
    public final Page<VersionView> versions(DatasetId dataset, PageRequest page) {
        return transactions.read(query, tx -> lists(tx).versions(dataset, page));
    }

    @Override
    public final Page<JobView> jobs(String namespace, PageRequest page) {
        return transactions.read(query, tx -> lists(tx).jobs(namespace, page));
    }

    @Override
    public final Optional<JobView> job(JobId id) {
        return transactions.read(query, tx -> lists(tx).job(id));
    }

    @Override
    public final Page<RunView> runs(JobId job, PageRequest page) {
        return transactions.read(query, tx -> lists(tx).runs(job, page));
    }

    @Override
    public final Optional<RunView> run(RunId id) {
        return transactions.read(query, tx -> lists(tx).run(id));
    }

    @Override
    public final List<NodeId> search(String text, int limit) {
        return transactions.read(query, tx -> lists(tx).search(text, limit));
    }

    private Lists lists(TransactionContext tx) {
        return new Lists(tx, keys, visibility);
    }
}
