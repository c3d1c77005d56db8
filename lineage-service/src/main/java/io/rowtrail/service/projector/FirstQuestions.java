package io.rowtrail.service.projector;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rowtrail.graph.GraphException;
import io.rowtrail.service.tenant.Tenant;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Has Neo4j plan the statements of walks in the background when it is reached first: half a second and more for each, which
 * nobody who asks should wait for.
 */
@ApplicationScoped
public class FirstQuestions {
    private static final Logger LOG = Logger.getLogger(FirstQuestions.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final TenantGraphs graphs;
    private final Thread preparing = new Thread(this::prepare, "plans");
    private volatile boolean stopping;

    @Inject
    FirstQuestions(TenantGraphs graphs) {
        this.graphs = graphs;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        preparing.setDaemon(true);
        preparing.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        preparing.interrupt();
    }

    private void prepare() {
        try {
            while (!stopping && !prepared()) {
                TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean prepared() {
        try {
            graphs.of(Tenant.DEFAULT).prepare();
            return true;
        } catch (GraphException e) {
            LOG.debugf(e, "event=questions-not-prepared");
            return false;
        }
    }
}
