package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Submission;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.reactive.mutiny.Mutiny;

/** A log opened as a service would, on connections and threads of its own. */
final class OpenLog implements AutoCloseable {
    static final String ORIGIN = "example.com/audit/tests";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Held, for a logger nobody holds forgets its level. */
    private static final Logger HIBERNATE = Logger.getLogger("org.hibernate");

    static {
        HIBERNATE.setLevel(Level.WARNING);
    }

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final Pool pool;
    private final Mutiny.SessionFactory sessions;
    private final PostgresAuditLog log;

    private OpenLog(int port, String database, LogSettings settings, Clock clock) {
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(6))
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setDatabase(database)
                        .setUser("rowtrail_writer")
                        .setCachePreparedStatements(true))
                .using(vertx)
                .build();
        sessions = Persistence.createEntityManagerFactory(
                        "audit",
                        Map.of(
                                "jakarta.persistence.jdbc.url",
                                "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                                "jakarta.persistence.jdbc.user",
                                "rowtrail_writer",
                                "jakarta.persistence.jdbc.password",
                                ""))
                .unwrap(Mutiny.SessionFactory.class);
        log = await(PostgresAuditLog.open(pool, sessions, settings, executor, clock));
    }

    static OpenLog of(LocalPostgres postgres, Path directory) {
        return of(postgres.port(), postgres.database(), directory);
    }

    static OpenLog of(LocalPostgres postgres, Path directory, Clock clock) {
        return new OpenLog(postgres.port(), postgres.database(), settings(directory), clock);
    }

    static OpenLog of(int port, String database, Path directory) {
        return new OpenLog(port, database, settings(directory), Clock.systemUTC());
    }

    static OpenLog of(LocalPostgres postgres, LogSettings settings) {
        return new OpenLog(postgres.port(), postgres.database(), settings, Clock.systemUTC());
    }

    static LogSettings settings(Path directory) {
        return LogSettings.of(LogName.parse("default"), ORIGIN, directory);
    }

    PostgresAuditLog log() {
        return log;
    }

    Pool pool() {
        return pool;
    }

    AppendResult append(Submission submission) {
        return await(log.append(submission));
    }

    List<AppendResult> append(List<Submission> submissions) {
        return await(((AuditLog) log).append(submissions));
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        log.close();
        sessions.close();
        await(pool.close());
        await(vertx.close());
        executor.shutdown();
    }
}
