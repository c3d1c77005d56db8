package io.rowtrail.service.projector;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.neo4j.Neo4jLineageGraph;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.neo4j.driver.Driver;

/**
 * The lineage graph of each tenant, all in one Neo4j and none seeing another; made without connecting, so that the service
 * starts while Neo4j is away. Whoever asks has made sure that the tenant exists.
 */
@ApplicationScoped
public class TenantGraphs {
    private final Driver driver;
    private final GraphConfig config;
    private final Clock clock;
    private final Map<Tenant, LineageGraph> graphs = new ConcurrentHashMap<>();

    @Inject
    TenantGraphs(Driver driver, GraphConfig config, Clock clock) {
        this.driver = driver;
        this.config = config;
        this.clock = clock;
    }

    /** The one graph of a tenant. */
    public LineageGraph of(Tenant tenant) {
        return graphs.computeIfAbsent(
                tenant,
                t -> new Neo4jLineageGraph(driver, t.slug(), clock, config.queryTimeout(), config.foldTimeout()));
    }
}
