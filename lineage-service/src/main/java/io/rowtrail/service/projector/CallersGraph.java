package io.rowtrail.service.projector;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;

/**
 * The lineage graph as resources get it: that of the caller's tenant, without what the caller may not know of. There is no
 * other to be injected, so that no resource can forget to ask who asks.
 */
final class CallersGraph {
    CallersGraph() {}

    @Produces
    @RequestScoped
    static LineageReader seen(TenantGraphs graphs, Callers callers) {
        Caller caller = callers.current();
        return graphs.of(caller.tenant()).seenBy(caller.visibility());
    }
}
