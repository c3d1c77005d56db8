package io.rowtrail.service.projector;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rowtrail.service.change.ChangeStore;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.EventTimes;
import io.rowtrail.service.log.Followers;
import io.rowtrail.service.log.LogFollower;
import io.rowtrail.service.log.LogProgress;
import io.rowtrail.service.log.TenantProgress;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.tenant.Tenants;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The projections of every tenant's event log. Those of the tenant {@code default} run from the start; those of the others
 * from when this replica hears of them, which for a tenant that another replica added takes seconds.
 */
@ApplicationScoped
public class Projections implements TenantProgress {
    private static final Logger LOG = Logger.getLogger(Projections.class);
    private static final Duration HEARING = Duration.ofSeconds(5);

    private final AuditLogs logs;
    private final TenantGraphs graphs;
    private final ChangeStore store;
    private final EventTimes times;
    private final Followers followers;
    private final Tenants tenants;
    private final MeterRegistry metrics;
    private volatile boolean stopping;
    private final Map<Tenant, TenantProjections> all = new ConcurrentHashMap<>();
    private final Thread hearing = new Thread(this::hear, "tenants");

    @Inject
    Projections(
            AuditLogs logs,
            TenantGraphs graphs,
            ChangeStore store,
            EventTimes times,
            Followers followers,
            Tenants tenants,
            MeterRegistry metrics) {
        this.logs = logs;
        this.graphs = graphs;
        this.store = store;
        this.times = times;
        this.followers = followers;
        this.tenants = tenants;
        this.metrics = metrics;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        of(Tenant.DEFAULT);
        hearing.setDaemon(true);
        hearing.start();
    }

    private void hear() {
        try {
            while (!stopping) {
                hearOnce();
                TimeUnit.MILLISECONDS.sleep(HEARING.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hearOnce() {
        try {
            Await.on(tenants::all).forEach(this::at);
        } catch (RuntimeException e) {
            LOG.debugf(e, "event=tenants-not-heard");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        hearing.interrupt();
        all.values().forEach(TenantProjections::close);
    }

    @Override
    public LogProgress of(Tenant tenant) {
        return at(tenant);
    }

    private TenantProjections at(Tenant tenant) {
        TenantProjections known = all.get(tenant);
        return known != null ? known : all.computeIfAbsent(tenant, this::open);
    }

    private TenantProjections open(Tenant tenant) {
        TenantProjections opened =
                new TenantProjections(tenant, logs.events(tenant), graphs.of(tenant), store, times, followers);
        gauge(tenant, "graph", opened, TenantProjections::graph);
        gauge(tenant, "changes", opened, TenantProjections::changes);
        opened.start();
        return opened;
    }

    private void gauge(
            Tenant tenant,
            String projection,
            TenantProjections of,
            Function<TenantProjections, LogFollower.Status> status) {
        Gauge.builder("rowtrail.projection.lag", of, at -> status.apply(at).lag())
                .description("Entries of the log a projection has not applied")
                .tag("tenant", tenant.slug())
                .tag("projection", projection)
                .register(metrics);
    }

    /** Drops a tenant's graph and builds it anew from its log. @return how many entries are to be read */
    public long replayGraph(Tenant tenant) {
        return at(tenant).replayGraph();
    }

    /** How a tenant's graph stands. */
    public LogFollower.Status graph(Tenant tenant) {
        return at(tenant).graph();
    }

    /** How the graphs stand, by tenant. */
    public Map<Tenant, LogFollower.Status> graphs() {
        return statuses(TenantProjections::graph);
    }

    /** How the change stores stand, by tenant. */
    public Map<Tenant, LogFollower.Status> changes() {
        return statuses(TenantProjections::changes);
    }

    private Map<Tenant, LogFollower.Status> statuses(Function<TenantProjections, LogFollower.Status> status) {
        Map<Tenant, LogFollower.Status> statuses = new TreeMap<>();
        all.forEach((tenant, at) -> statuses.put(tenant, status.apply(at)));
        return statuses;
    }
}
