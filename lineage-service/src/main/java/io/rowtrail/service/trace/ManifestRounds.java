package io.rowtrail.service.trace;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeException;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeSnapshot;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.service.http.ProblemException;
import io.rowtrail.service.log.Leadership;
import io.rowtrail.service.log.Rounds;
import io.rowtrail.service.security.OwnWork;
import io.rowtrail.service.security.Roles;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks for runs that wrote tables of the lake and have no manifest yet, one look after the other, by one replica. */
@ApplicationScoped
class ManifestRounds {
    private static final Logger LOG = Logger.getLogger(ManifestRounds.class);
    private static final String WORK = "manifest";
    /** Of a table, its newest snapshots: of older ones nobody was there to look. */
    private static final int NEWEST = 20;

    private final ManifestConfig config;
    private final LakeSettings settings;
    private final LakeAccess lake;
    private final RunManifests manifests;
    private final OwnWork ownWork;
    private final Leadership leadership;
    /** Snapshots of which a look has nothing more to do, among those it still sees. */
    private final Set<Long> done = new HashSet<>();

    private @Nullable Rounds running;

    @Inject
    ManifestRounds(
            ManifestConfig config,
            LakeSettings settings,
            LakeAccess lake,
            RunManifests manifests,
            OwnWork ownWork,
            Leadership leadership) {
        this.config = config;
        this.settings = settings;
        this.lake = lake;
        this.manifests = manifests;
        this.ownWork = ownWork;
        this.leadership = leadership;
    }

    void start(@Observes StartupEvent event) {
        if (config.every().isPresent() && settings.uri().isPresent()) {
            Rounds rounds =
                    new Rounds(WORK, Rounds.Pause.of(config.every().get()), () -> leadership.leads(WORK), this::round);
            rounds.start();
            running = rounds;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (running != null) {
            running.stop();
        }
    }

    /** One look at all tables. */
    synchronized void round() {
        Tenant tenant = Tenant.parse(settings.tenant());
        Set<Long> seen = new HashSet<>();
        ownWork.as(WORK, tenant, Roles.ROWS, () -> {
            for (LakeName name : lake.reader().tables()) {
                try {
                    Optional<LakeTable> table = lake.reader().table(name);
                    if (table.isPresent()
                            && table.get().isTagged()
                            && !table.get().isChangeTable()) {
                        look(tenant, table.get(), seen);
                    }
                } catch (LakeException e) {
                    LOG.warnf(e, "event=manifest-failed table=%s", name);
                }
            }
            return tenant;
        });
        done.retainAll(seen);
    }

    /** From the newest snapshot back: of a run that wrote several, the last. */
    private void look(Tenant tenant, LakeTable table, Set<Long> seen) {
        List<LakeSnapshot> writes = Writes.of(lake.reader(), table).newestFirst();
        DatasetId dataset = new DatasetId(lake.namespace(), table.name().toString());
        for (LakeSnapshot snapshot : writes.subList(0, Math.min(NEWEST, writes.size()))) {
            seen.add(snapshot.id());
            Optional<RunId> run = Writes.run(snapshot);
            if (run.isPresent() && !done.contains(snapshot.id()) && manifests.hasEnded(run.get())) {
                make(tenant, dataset, table, run.get(), snapshot);
            }
        }
    }

    private void make(Tenant tenant, DatasetId dataset, LakeTable table, RunId run, LakeSnapshot snapshot) {
        try {
            RowManifest made = manifests.of(tenant, dataset, table, run, snapshot.id());
            done.add(snapshot.id());
            LOG.debugf("event=manifest dataset=%s run=%s entry=%s", dataset.nodeId(), run.uuid(), made.entry());
        } catch (ProblemException e) {
            if (!e.problem().retriable()) {
                done.add(snapshot.id());
            }
            LOG.infof(
                    "event=manifest-skipped dataset=%s run=%s why=\"%s\"",
                    dataset.nodeId(), run.uuid(), e.problem().detail());
        }
    }
}
