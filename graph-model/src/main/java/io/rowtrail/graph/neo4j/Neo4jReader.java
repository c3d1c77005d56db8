package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnDiff;
import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.DatasetName;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lifetime;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.Paths;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.SearchHit;
import io.rowtrail.graph.SearchQuery;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.ColumnWalk;
import io.rowtrail.graph.fold.EdgeSource;
import io.rowtrail.graph.fold.LineageWalk;
import io.rowtrail.graph.fold.PathWalk;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.TransactionContext;

/** The queries, as somebody sees the graph who may not know all of it. */
class Neo4jReader implements LineageReader {

    private final Transactions transactions;
    private final Keys keys;
    private final EdgeMemory memory;
    private final Clock clock;
    private final TransactionConfig query;
    private final Visibility visibility;
    private final TimePoint at;

    Neo4jReader(
            Transactions transactions,
            Keys keys,
            EdgeMemory memory,
            Clock clock,
            TransactionConfig query,
            Visibility visibility,
            TimePoint at) {
        this.transactions = transactions;
        this.keys = keys;
        this.memory = memory;
        this.clock = clock;
        this.query = query;
        this.visibility = visibility;
        this.at = at;
    }

    @Override
    public final LineageReader seenBy(Visibility other) {
        return new Neo4jReader(transactions, keys, memory, clock, query, visibility.and(other), at);
    }

    @Override
    public final LineageReader at(TimePoint time) {
        return new Neo4jReader(transactions, keys, memory, clock, query, visibility, time);
    }

    @Override
    public final Optional<NodeId> resolve(List<NodeId> readings) {
        return transactions.read(
                query, tx -> readings.stream().filter(lists(tx)::exists).findFirst());
    }

    @Override
    public final Optional<Lineage> lineage(LineageQuery asked) {
        return transactions.read(within(asked), tx -> LineageWalk.answer(remembered(tx), seen(asked), clock));
    }

    private EdgeSource remembered(TransactionContext tx) {
        StoredEdges stored = new StoredEdges(tx, keys);
        return new Positions(tx, keys)
                .structure()
                .map(memory::of)
                .<EdgeSource>map(kept -> new RememberedEdges(stored, kept))
                .orElse(stored);
    }

    @Override
    public final Optional<ColumnGraph> columnLineage(LineageQuery asked) {
        return transactions.read(within(asked), tx -> ColumnWalk.answer(new StoredEdges(tx, keys), seen(asked), clock));
    }

    @Override
    public final Optional<Paths> paths(LineageQuery asked, NodeId to) {
        return transactions.read(
                within(asked), tx -> PathWalk.answer(new StoredEdges(tx, keys), seen(asked), to, clock));
    }

    private LineageQuery seen(LineageQuery asked) {
        LineageQuery seen = asked.seenBy(visibility.and(asked.visibility()));
        return asked.at().equals(TimePoint.NOW) ? seen.at(at) : seen;
    }

    /** The server gives up some time after the walk should have, so that a walk that keeps its time is never broken off. */
    private static TransactionConfig within(LineageQuery asked) {
        return Transactions.question(asked.limits().time().multipliedBy(2).plusSeconds(5));
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
        return transactions.read(query, tx -> namespaces(tx).all());
    }

    @Override
    public final Optional<Lifetime> namespace(String name) {
        return transactions.read(query, tx -> namespaces(tx).lifetime(name));
    }

    @Override
    public final Map<NodeId, Lifetime> lifetimes(Collection<? extends NodeId> nodes) {
        return transactions.read(query, tx -> {
            Map<NodeId, String> places = new Positions(tx, keys)
                    .structure()
                    .map(memory::of)
                    .map(kept -> kept.places(nodes))
                    .orElse(Map.of());
            return namespaces(tx).lifetimes(nodes, places);
        });
    }

    @Override
    public final List<Long> existing(Births kind, List<Instant> before) {
        return transactions.read(query, tx -> namespaces(tx).existing(kind, before));
    }

    @Override
    public final long countDatasets(String namespace) {
        return transactions.read(query, tx -> namespaces(tx).count("Dataset", namespace));
    }

    @Override
    public final long countJobs(String namespace) {
        return transactions.read(query, tx -> namespaces(tx).count("Job", namespace));
    }

    private Namespaces namespaces(TransactionContext tx) {
        return new Namespaces(tx, keys, visibility, lists(tx));
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
    public final List<DatasetName> names(DatasetId dataset) {
        return transactions.read(query, tx -> lists(tx).names(dataset));
    }

    @Override
    public final List<JobLink> links(JobId job) {
        return transactions.read(query, tx -> lists(tx).links(job));
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
    public final long countVersions(DatasetId dataset) {
        return transactions.read(query, tx -> lists(tx).countVersions(dataset));
    }

    @Override
    public final long countRuns(JobId job) {
        return transactions.read(query, tx -> lists(tx).countRuns(job));
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
    public final List<SearchHit> search(SearchQuery asked) {
        return transactions.read(query, tx -> lists(tx).search(asked));
    }

    @Override
    public final Map<DatasetId, DatasetView> datasets(Collection<DatasetId> ids) {
        return transactions.read(query, tx -> lists(tx).datasets(ids));
    }

    @Override
    public final Map<JobId, JobView> jobs(Collection<JobId> ids) {
        return transactions.read(query, tx -> lists(tx).jobs(ids));
    }

    @Override
    public final Map<JobId, RunView> latestRuns(Collection<JobId> jobs) {
        return transactions.read(query, tx -> lists(tx).latestRuns(jobs));
    }

    final void rehearse() {
        transactions.read(query, tx -> {
            new Rehearsal(tx, keys, lists(tx), namespaces(tx)).play();
            return true;
        });
    }

    private Lists lists(TransactionContext tx) {
        return new Lists(tx, keys, visibility, at, new Refolds());
    }
}
