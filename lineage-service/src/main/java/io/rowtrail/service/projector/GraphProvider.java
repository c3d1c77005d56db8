package io.rowtrail.service.projector;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The default tenant's graph, for whoever knows of no other. */
final class GraphProvider {
    GraphProvider() {}

    @Produces
    @Singleton
    static LineageGraph graph(TenantGraphs graphs) {
        return graphs.of(Tenant.DEFAULT);
    }

    static void close(@Disposes LineageGraph graph) {
        graph.close();
    }
}
