package io.rowtrail.service.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.postgres.LogSettings;
import io.rowtrail.audit.postgres.PostgresAuditLog;
import io.rowtrail.service.AuditConfig;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Opens the logs when the service starts; without them it does not start. */
@Singleton
@Startup
public class OpenLogs implements AuditLogs {
    private static final int HASHING_THREADS = 3;

    /** Threads of our own: Quarkus' carry the Vert.x context over, and Hibernate Reactive would take them for its loop. */
    private final ExecutorService executor = Executors.newFixedThreadPool(HASHING_THREADS, task -> {
        Thread thread = new Thread(task, "audit-log");
        thread.setDaemon(true);
        return thread;
    });

    private final PostgresAuditLog events;
    private final PostgresAuditLog meta;

    @Inject
    OpenLogs(AuditConfig config, Pool pool, Mutiny.SessionFactory factory, Vertx vertx, Clock clock) {
        Mutiny.SessionFactory sessions = OwnContext.of(factory, vertx);
        LogName name = LogName.parse(config.log());
        this.events = open(config, name, pool, sessions, clock);
        this.meta = open(config, LogName.parse(config.log() + "-meta"), pool, sessions, clock);
    }

    private PostgresAuditLog open(
            AuditConfig config, LogName name, Pool pool, Mutiny.SessionFactory sessions, Clock clock) {
        LogSettings settings = LogSettings.of(name, config.origin() + "/" + name, config.directory());
        return Await.on(() -> PostgresAuditLog.open(pool, sessions, settings, executor, clock));
    }

    void stop(@Observes ShutdownEvent event) {
        events.close();
        meta.close();
        executor.shutdown();
    }

    @Override
    public AuditLog events() {
        return events;
    }

    @Override
    public AuditLog meta() {
        return meta;
    }
}
