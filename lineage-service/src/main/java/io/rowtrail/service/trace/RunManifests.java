package io.rowtrail.service.trace;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.rows.RowTree;
import io.rowtrail.audit.seal.CanonicalJson;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.report.Report;
import io.rowtrail.service.report.Reports;
import io.rowtrail.service.security.OwnWork;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the manifest of a run: reads all rows the run left, at the snapshot it wrote, and puts the root over their
 * commitments into an entry of kind {@code run.manifest}, which names the entries of the run's own events. One at a time.
 */
@ApplicationScoped
class RunManifests {
    static final String KIND = "run.manifest";

    private static final String WORK = "manifest";
    private static final int SALT_KEY_BYTES = 32;

    private final ManifestStore store;
    private final ManifestConfig config;
    private final LakeAccess lake;
    private final Reports reports;
    private final LineageReader graph;
    private final AuditLogs logs;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    RunManifests(
            ManifestStore store,
            ManifestConfig config,
            LakeAccess lake,
            Reports reports,
            LineageReader graph,
            AuditLogs logs,
            Clock clock) {
        this.store = store;
        this.config = config;
        this.lake = lake;
        this.reports = reports;
        this.graph = graph;
        this.logs = logs;
        this.clock = clock;
    }

    /** The run's manifest, made if there is none. 404 for a run nobody told of, 422 where there are too many rows. */
    RowManifest of(Tenant tenant, DatasetId dataset, LakeTable table, RunId run, long snapshot) {
        return store.find(tenant, dataset, run).orElseGet(() -> one(tenant, dataset, table, run, snapshot));
    }

    /** Whether the log tells of the run's end. */
    boolean hasEnded(RunId run) {
        return graph.run(run).map(RunView::endedAt).isPresent();
    }

    private synchronized RowManifest one(Tenant tenant, DatasetId dataset, LakeTable table, RunId run, long snapshot) {
        return store.find(tenant, dataset, run).orElseGet(() -> {
            RunView told = graph.run(run)
                    .orElseThrow(() -> Problem.notFound("the run that wrote the row is not in the log")
                            .exception());
            make(tenant, dataset, table, told, snapshot);
            return store.find(tenant, dataset, run).orElseThrow();
        });
    }

    private void make(Tenant tenant, DatasetId dataset, LakeTable table, RunView run, long snapshot) {
        byte[] salts = new byte[SALT_KEY_BYTES];
        random.nextBytes(salts);
        SecretKeySpec saltKey = new SecretKeySpec(salts, ManifestStore.SALTING);
        List<String> key =
                table.key().isEmpty() ? reports.of(dataset).map(Report::key).orElse(List.of()) : table.key();
        RowTree tree = new RowTree();
        RowQuery all = RowQuery.of(table.name(), 1).at(snapshot);
        int most = config.maxRows();
        lake.reader().each(all, row -> {
            if (tree.size() == most) {
                throw Problem.unprocessable(
                                "a dataset of more than " + most + " rows has no manifest (rowtrail.manifest.max-rows)")
                        .exception();
            }
            tree.add(CommittedRow.of(row, key, saltKey).leafHash());
        });
        List<List<Hash>> tiles = tree.tiles();
        Hash root = RowTree.root(tiles.stream().map(TreeHasher::root).toList());
        EntryName entry = append(tenant, dataset, run, snapshot, tree.size(), root);
        store.keep(
                tenant, new RowManifest(0, dataset, run.id(), snapshot, key, tree.size(), root, saltKey, entry), tiles);
    }

    private EntryName append(Tenant tenant, DatasetId dataset, RunView run, long snapshot, long rows, Hash root) {
        TreeMap<String, Object> facts = new TreeMap<>();
        facts.put("v", 1);
        facts.put("at", clock.instant().toString());
        facts.put("dataset", new TreeMap<>(Map.of("namespace", dataset.namespace(), "name", dataset.name())));
        facts.put("evidence", run.evidence().stream().map(Object::toString).toList());
        facts.put("root", root.hex());
        facts.put("rows", Long.toString(rows));
        facts.put("run", run.id().uuid());
        facts.put("snapshot", Long.toString(snapshot));
        Bytes text = Bytes.utf8(CanonicalJson.write(facts));
        Subject subject = Subject.of(WORK, Outcome.OK, OwnWork.actor(WORK))
                .run(run.id().uuid())
                .dataset(dataset.namespace(), dataset.name())
                .eventTime(clock.instant())
                .build();
        AuditLog log = logs.events(tenant);
        AppendResult result = Await.on(() -> log.append(Submission.of(KIND, text, text, subject)));
        if (result instanceof AppendResult.Appended appended) {
            return appended.entry();
        }
        throw Problem.unavailable("the log did not take the manifest", 5).exception();
    }
}
