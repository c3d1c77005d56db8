package io.rowtrail.service.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.postgres.AppendLimits;
import io.rowtrail.audit.postgres.LogSettings;
import io.rowtrail.audit.postgres.PostgresAuditLog;
import io.rowtrail.service.AuditConfig;
import io.rowtrail.service.tenant.Tenant;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Opens the default tenant's logs when the service starts, without which it does not start, and those of the others when
 * they are asked for.
 */
@Singleton
@Startup
public class OpenLogs implements AuditLogs {
    private static final Logger LOG = Logger.getLogger(OpenLogs.class);

    private static final int HASHING_THREADS = 3;

    /** An open log costs little but the tiles it has read; one asked for again is opened in milliseconds. */
    private static final int MOST_OPEN = 256;

    /** Threads of our own: Quarkus' carry the Vert.x context over, and Hibernate Reactive would take them for its loop. */
    private final ExecutorService executor = Executors.newFixedThreadPool(HASHING_THREADS, task -> {
        Thread thread = new Thread(task, "audit-log");
        thread.setDaemon(true);
        return thread;
    });

    private final LogNames names;
    private final LogShelf<PostgresAuditLog> shelf;
    private final PostgresAuditLog events;
    private final PostgresAuditLog meta;

    @Inject
    OpenLogs(AuditConfig config, Pool pool, Mutiny.SessionFactory factory, Vertx vertx, Clock clock) {
        Mutiny.SessionFactory sessions = OwnContext.of(factory, vertx);
        this.names = new LogNames(LogName.parse(config.log()));
        this.shelf = new LogShelf<>(MOST_OPEN, name -> {
            LogSettings settings = LogSettings.of(name, config.origin() + "/" + name, config.directory())
                    .withLimits(AppendLimits.DEFAULT.withQueueEntries(config.queueEntries()));
            return Await.on(() -> PostgresAuditLog.open(pool, sessions, settings, executor, clock));
        });
        this.events = shelf.get(names.events(Tenant.DEFAULT));
        this.meta = shelf.get(names.meta(Tenant.DEFAULT));
        events.refusal().ifPresent(why -> LOG.errorf("log=%s takes no entries: %s", events.name(), why));
    }

    @Override
    public Optional<String> refusal() {
        return events.refusal();
    }

    void stop(@Observes ShutdownEvent event) {
        shelf.clear(PostgresAuditLog::close);
        events.close();
        meta.close();
        executor.shutdown();
    }

    @Override
    public AuditLog events(Tenant tenant) {
        return tenant.equals(Tenant.DEFAULT) ? events : shelf.get(names.events(tenant));
    }

    @Override
    public AuditLog meta(Tenant tenant) {
        return tenant.equals(Tenant.DEFAULT) ? meta : shelf.get(names.meta(tenant));
    }

    @Override
    public Optional<AuditLog> byName(Tenant tenant, LogName name) {
        if (names.events(tenant).equals(name)) {
            return Optional.of(events(tenant));
        }
        return names.meta(tenant).equals(name) ? Optional.of(meta(tenant)) : Optional.empty();
    }
}
