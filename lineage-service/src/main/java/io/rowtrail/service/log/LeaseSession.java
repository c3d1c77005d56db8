package io.rowtrail.service.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The database session a replica holds its advisory locks in. It gives a sign of life every few seconds; PostgreSQL ends
 * a session that gives none, so that a replica that is suspended, or whose machine or network is gone, loses its locks
 * within seconds and not only when its connection is found dead.
 */
final class LeaseSession {
    private static final String WATCH = "set idle_session_timeout = '15s'; set tcp_keepalives_idle = 5;"
            + " set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3";
    private static final String LEAVE = "select pg_advisory_unlock_all(); reset idle_session_timeout;"
            + " reset tcp_keepalives_idle; reset tcp_keepalives_interval; reset tcp_keepalives_count";
    private static final long SIGN_MILLIS = 3_000;

    private final SqlConnection connection;
    private final Vertx vertx;
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final long timer;

    private LeaseSession(SqlConnection connection, Vertx vertx) {
        this.connection = connection;
        this.vertx = vertx;
        connection.closeHandler(() -> alive.set(false));
        this.timer = vertx.setPeriodic(SIGN_MILLIS, tick -> sign());
    }

    static Uni<LeaseSession> open(Pool pool, Vertx vertx) {
        return pool.getConnection()
                .flatMap(connection -> connection
                        .query(WATCH)
                        .execute()
                        .map(done -> new LeaseSession(connection, vertx))
                        .onFailure()
                        .call(connection::close));
    }

    SqlConnection connection() {
        return connection;
    }

    /** Whether the locks are still held, as far as can be known here. */
    boolean alive() {
        return alive.get();
    }

    private void sign() {
        if (!alive.get()) {
            vertx.cancelTimer(timer);
            return;
        }
        connection.query("select 1").execute().subscribe().with(answered -> {}, lost -> end());
    }

    /** Gives all locks back and the connection to the pool, or what is left of it. */
    void end() {
        if (alive.getAndSet(false)) {
            vertx.cancelTimer(timer);
            connection
                    .query(LEAVE)
                    .execute()
                    .onItemOrFailure()
                    .call((left, lost) -> connection.close())
                    .subscribe()
                    .with(closed -> {}, lost -> {});
        }
    }
}
